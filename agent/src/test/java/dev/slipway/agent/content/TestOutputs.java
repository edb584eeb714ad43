package dev.slipway.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.testing.FakeControlPlane;
import dev.slipway.client.ClientSettings;
import dev.slipway.client.NodeClient;
import dev.slipway.model.Digest;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.TaskStateView.Output;
import dev.slipway.model.spec.ArtifactSpec;
import dev.slipway.model.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOutputs {
    private FakeControlPlane server;
    private NodeClient client;
    private Path work;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new FakeControlPlane();
        client = new NodeClient(ClientSettings.anonymous(server.url()), FakeControlPlane.NODE_ID);
        work = Files.createDirectory(folder.resolve("work"));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Optional<Output> take(String path) throws IOException {
        return new Outputs(client)
                .take(new OutputSpec("out", path, OutputSpec.Kind.ARTIFACT), work, folder.resolve("scratch"));
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(work.resolve(name).getParent());
        Files.writeString(work.resolve(name), content);
    }

    private void place(Digest digest, String destination, boolean unpack) throws IOException {
        new ArtifactCache(folder.resolve("cache"), client, Clock.systemUTC(), 1 << 20)
                .place(new ArtifactSpec(digest, destination, unpack), folder.resolve("next"));
    }

    @Test
    void oneFileIsTakenAsItIs() throws IOException {
        write("dist/site.bin", "content");

        assertThat(take("dist/site.bin")).hasValueSatisfying(output -> {
            assertThat(output.digest()).isEqualTo(Digest.of("content"));
            assertThat(output.size()).isEqualTo(7);
            assertThat(server.content(output.digest())).isEqualTo("content".getBytes(UTF_8));
        });
        assertThat(take("dist/*.bin")).map(Output::digest).contains(Digest.of("content"));
    }

    @Test
    void severalFilesAreOneReproducibleArchiveThatTheNextTaskUnpacks() throws IOException {
        write("build/b.xml", "<b/>");
        write("build/a.xml", "<a/>");
        Digest first = take("build/*.xml").orElseThrow().digest();
        Files.setLastModifiedTime(work.resolve("build/a.xml"), FileTime.fromMillis(1));

        assertThat(take("build/*.xml").orElseThrow().digest()).isEqualTo(first);
        Files.createDirectory(folder.resolve("next"));
        place(first, "in", true);
        assertThat(folder.resolve("next/in/build/a.xml")).hasContent("<a/>");
        place(first, "archive.tar.gz", false);
        assertThat(Unpacker.isArchive(folder.resolve("next/archive.tar.gz"))).isTrue();
    }

    @Test
    void aFolderIsAnArchiveOfWhatIsBelowIt() throws IOException {
        write("dist/site/index.html", "x");
        Files.createDirectory(folder.resolve("next"));

        place(take("dist/site").orElseThrow().digest(), ".", true);

        assertThat(folder.resolve("next/index.html")).hasContent("x");
    }

    @Test
    void linksOfTheTaskAreNeverFollowed() throws IOException {
        Files.writeString(folder.resolve("host-secret"), "secret");
        Files.createSymbolicLink(work.resolve("link"), folder.resolve("host-secret"));
        Files.createSymbolicLink(work.resolve("parent"), folder);

        assertThat(take("link")).isEmpty();
        assertThat(take("parent")).isEmpty();
        assertThat(take("parent/host-secret")).isEmpty();
        assertThat(take("**")).isEmpty();
    }

    @Test
    void pathsThatLeadOutAreRefused() {
        assertThatThrownBy(() -> take("../host-secret")).isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> take("/etc/passwd")).isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> take("dist/[")).isInstanceOf(SlipwayException.class);
    }

    @Test
    void aDamagedCopyInTheCacheIsFetchedAgain() throws IOException {
        Digest digest = server.artifact("good".getBytes(UTF_8));
        Files.createDirectories(folder.resolve("cache"));
        Files.createDirectory(folder.resolve("next"));
        Files.writeString(folder.resolve("cache").resolve(digest.hex()), "bad!");

        place(digest, "file", false);

        assertThat(folder.resolve("next/file")).hasContent("good");
    }

    @Test
    void theCacheForgetsWhatWasNotUsedForLongest() throws IOException {
        ArtifactCache cache = new ArtifactCache(folder.resolve("cache"), client, Clock.systemUTC(), 10);
        Digest old = server.artifact("12345678".getBytes(UTF_8));
        Digest recent = server.artifact("87654321".getBytes(UTF_8));
        Files.setLastModifiedTime(cache.fetch(old), FileTime.fromMillis(1000));
        cache.fetch(recent);

        cache.trim();

        assertThat(Files.list(folder.resolve("cache")))
                .containsExactly(folder.resolve("cache").resolve(recent.hex()));
    }
}
