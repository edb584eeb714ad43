package dev.slipway.store.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.testing.TestingDatabase;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TestDatabaseLogStore {
    private static TestingDatabase database;
    private static DatabaseLogStore store;
    private final String allocation = UUID.randomUUID().toString();

    @BeforeAll
    static void open() {
        database = TestingDatabase.create();
        store = new DatabaseLogStore(database.api());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void repeatsAndOverlapsAreStoredOnce() {
        assertThat(append(0, "hello ")).isEqualTo(6);
        assertThat(append(0, "hello ")).isEqualTo(6);
        assertThat(append(3, "lo world")).isEqualTo(11);
        assertThat(append(2, "llo")).isEqualTo(11);
        assertThat(text(0, 100)).isEqualTo("hello world");
    }

    @Test
    void aHoleIsRefusedAndTheSenderIsToldWhereToGoOn() {
        assertThat(append(10, "late")).isZero();
        assertThat(append(0, "early")).isEqualTo(5);
        assertThat(append(6, "x")).isEqualTo(5);
        assertThat(text(0, 100)).isEqualTo("early");
    }

    @Test
    void readsAnyWindow() {
        byte[] bytes = new byte[700_000];
        new Random(7).nextBytes(bytes);
        assertThat(store.append(allocation, "web", "stderr", 0, bytes)).isEqualTo(bytes.length);
        for (int offset : new int[] {0, 1, 262_143, 262_144, 300_000, 699_999}) {
            assertThat(store.read(allocation, "web", "stderr", offset, 5000))
                    .isEqualTo(Arrays.copyOfRange(bytes, offset, Math.min(bytes.length, offset + 5000)));
        }
        assertThat(store.read(allocation, "web", "stderr", 0, Integer.MAX_VALUE))
                .isEqualTo(bytes);
        assertThat(store.read(allocation, "web", "stderr", 700_000, 5000)).isEmpty();
        assertThat(store.read(allocation, "web", "stderr", Long.MAX_VALUE - 10, 5))
                .isEmpty();
    }

    @Test
    void namesStreamsThatHaveBytes() {
        append(0, "x");
        store.append(allocation, "sidecar", "stderr", 0, "y".getBytes(UTF_8));
        assertThat(store.streams(allocation)).containsExactly("sidecar/stderr", "web/stdout");
        assertThat(store.streams(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void concurrentSendersOfOneStreamStoreItOnce() {
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            for (int sender = 0; sender < 4; sender++) {
                executor.execute(() -> {
                    for (int line = 0; line < 20; line++) {
                        append(line * 3L, "%02d\n".formatted(line));
                    }
                });
            }
        }
        assertThat(text(0, 1000).lines().map(Integer::parseInt)).hasSize(20).isSorted();
    }

    @Test
    void badInputIsRefused() {
        refused(ErrorCode.NOT_FOUND, () -> store.append("not-a-uuid", "web", "stdout", 0, new byte[1]));
        refused(ErrorCode.NOT_FOUND, () -> store.streams("' or true --"));
        refused(ErrorCode.VALIDATION_FAILED, () -> store.append(allocation, "web", "stdin", 0, new byte[1]));
        refused(ErrorCode.VALIDATION_FAILED, () -> store.append(allocation, "web", "stdout", -1, new byte[1]));
        refused(ErrorCode.PAYLOAD_TOO_LARGE, () -> store.append(allocation, "web", "stdout", 0, new byte[5 << 20]));
    }

    private static void refused(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private long append(long offset, String text) {
        return store.append(allocation, "web", "stdout", offset, text.getBytes(UTF_8));
    }

    private String text(long offset, int limit) {
        return new String(store.read(allocation, "web", "stdout", offset, limit), UTF_8);
    }
}
