package dev.slipway.store.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestFileArtifactStore {
    @TempDir
    Path root;

    private FileArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FileArtifactStore(root);
    }

    @Test
    void givesBackWhatWasPut() throws IOException {
        Digest digest = store.put(stream("hello"));
        assertThat(digest).isEqualTo(Digest.of("hello"));
        assertThat(store.size(digest)).contains(5L);
        try (InputStream content = store.open(digest).orElseThrow()) {
            assertThat(content.readAllBytes()).isEqualTo("hello".getBytes(UTF_8));
        }
        assertThat(root.resolve("sha256")
                        .resolve(digest.hex().substring(0, 2))
                        .resolve(digest.hex().substring(2, 4))
                        .resolve(digest.hex()))
                .exists();
    }

    @Test
    void knowsNothingOfOtherContent() throws IOException {
        assertThat(store.open(Digest.of("nothing"))).isEmpty();
        assertThat(store.size(Digest.of("nothing"))).isEmpty();
    }

    @Test
    void keepsNothingOfAWrongDigest() throws IOException {
        assertThatThrownBy(() -> store.put(Digest.of("expected"), stream("other")))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DIGEST_MISMATCH));
        assertThat(files()).isEmpty();
        store.put(Digest.of("expected"), stream("expected"));
        assertThat(files()).hasSize(1);
    }

    @Test
    void keepsNothingOfABrokenStream() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> store.put(broken)).hasMessage("connection reset");
        assertThat(files()).isEmpty();
    }

    @Test
    void keepsOneOfManyConcurrentPuts() throws Exception {
        byte[] content = new byte[300_000];
        List<Future<Digest>> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 32; i++) {
                results.add(executor.submit(() -> store.put(new ByteArrayInputStream(content))));
            }
        }
        for (Future<Digest> result : results) {
            assertThat(result.get()).isEqualTo(Digest.of(content));
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void mendsAFileThatACrashCutShort() throws IOException {
        Digest digest = store.put(stream("whole content"));
        Files.writeString(files().getFirst(), "who");
        store.put(digest, stream("whole content"));
        assertThat(Files.readString(files().getFirst())).isEqualTo("whole content");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
