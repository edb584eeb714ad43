package dev.slipway.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestUnpacker {
    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(folder.resolve("target"));
    }

    private void unpack(Archives archive) throws IOException {
        Unpacker.unpack(archive.write(folder.resolve("archive")), target);
    }

    private void nothingOutside() throws IOException {
        try (Stream<Path> outside = Files.list(folder)) {
            assertThat(outside).containsExactlyInAnyOrder(folder.resolve("archive"), target);
        }
    }

    @Test
    void unpacksFoldersFilesAndLinksThatStayInside() throws IOException {
        unpack(new Archives()
                .member("site/", '5', "", "")
                .file("site/index.html", "hello")
                .member("current", '2', "site", "")
                .member("site/copy.html", '1', "site/index.html", "")
                .file("./deep/er/file", "x"));

        assertThat(target.resolve("current/index.html")).hasContent("hello");
        assertThat(target.resolve("site/copy.html")).hasContent("hello");
        assertThat(target.resolve("deep/er/file")).hasContent("x").isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/../evil", "a/b/../../../evil", ".."})
    void refusesNamesThatLeadOut(String name) throws IOException {
        assertThatThrownBy(() -> unpack(new Archives().file(name, "x"))).isInstanceOf(IOException.class);
        nothingOutside();
    }

    @Test
    void takesAnAbsoluteNameAsOneBelowTheFolder() throws IOException {
        unpack(new Archives().file("/etc/evil", "x"));

        assertThat(target.resolve("etc/evil")).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../outside", "a/../../outside", ""})
    void refusesLinksThatLeadOut(String link) throws IOException {
        assertThatThrownBy(() -> unpack(new Archives().member("link", '2', link, "")))
                .isInstanceOf(IOException.class);
        nothingOutside();
    }

    @Test
    void neverWritesThroughALinkOfTheArchiveOrOfAnEarlierTask() throws IOException {
        assertThatThrownBy(
                        () -> unpack(new Archives().member("link", '2', ".", "").file("link/file", "x")))
                .isInstanceOf(IOException.class);

        Files.createSymbolicLink(target.resolve("planted"), folder);
        assertThatThrownBy(() -> unpack(new Archives().file("planted/evil", "x")))
                .isInstanceOf(IOException.class);
        Files.createSymbolicLink(target.resolve("victim"), folder.resolve("evil"));
        unpack(new Archives().file("victim", "x"));

        assertThat(target.resolve("victim")).isRegularFile().hasContent("x");
        nothingOutside();
    }

    @ParameterizedTest
    @ValueSource(chars = {'3', '4', '6'})
    void refusesDevicesAndPipes(char type) {
        assertThatThrownBy(() -> unpack(new Archives().member("device", type, "", "")))
                .hasMessageContaining("which is no file");
    }

    @Test
    void refusesHardLinksToWhatTheArchiveDoesNotHold() {
        assertThatThrownBy(() -> unpack(new Archives().member("link", '1', "../../etc/passwd", "")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> unpack(new Archives().member("link", '1', "nothing", "")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesAnArchiveLargerThanItsLimit() {
        assertThatThrownBy(() -> unpack(new Archives().member("big", '0', "", "", 9L << 30)))
                .hasMessageContaining("larger than");
    }

    @Test
    void refusesCutAndRandomContent() throws IOException {
        assertThatThrownBy(() -> unpack(new Archives().member("cut", '0', "", "abc", 100_000)))
                .isInstanceOf(IOException.class);
        Random random = new Random(4711);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[random.nextInt(3000)];
            random.nextBytes(noise);
            Path archive = folder.resolve("archive");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
                out.write(noise);
            }
            if (noise.length > 0) {
                assertThatThrownBy(() -> Unpacker.unpack(archive, target)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void readsWhatOurWriterWrites() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        String longName = "a".repeat(90) + "/" + "b".repeat(90);
        Files.createDirectories(source.resolve(longName).getParent());
        Files.writeString(source.resolve(longName), "long");
        Files.writeString(source.resolve("empty"), "");
        Path archive = folder.resolve("archive");
        for (String name : List.of("first", "second")) {
            try (TarWriter writer = new TarWriter(Files.newOutputStream(folder.resolve(name)))) {
                writer.add("empty", source.resolve("empty"));
                writer.add(longName, source.resolve(longName));
            }
        }
        Files.move(folder.resolve("first"), archive);

        Unpacker.unpack(archive, target);

        assertThat(target.resolve(longName)).hasContent("long");
        assertThat(target.resolve("empty")).isEmptyFile();
        assertThat(folder.resolve("second")).hasSameBinaryContentAs(archive);
    }
}
