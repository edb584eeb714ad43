package dev.slipway.test.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs that are on their way while the code changes must go on: every recorded history replays. Recorded by
 * {@link TestFreshHistories}.
 */
final class TestGoldenHistories {
    private static Replay replay;

    @BeforeAll
    static void open() {
        replay = new Replay();
    }

    @AfterAll
    static void close() {
        replay.close();
    }

    static List<Path> histories() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(TestGoldenHistories.class.getResource("/histories"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void replays(Path history) throws Exception {
        replay.replay(Files.readString(history));
    }

    @Test
    void everyStoryIsThere() throws Exception {
        assertThat(histories().stream()
                        .map(file -> file.getFileName().toString().replaceFirst("-(run|deploy).*", ""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Story.values()).map(Story::text).toList());
    }

    /** Else a replay that compares nothing would pass too. */
    @Test
    void aHistoryOfOtherCodeIsRefused() throws Exception {
        Path success = histories().stream()
                .filter(file -> file.getFileName().toString().startsWith("success-run"))
                .findFirst()
                .orElseThrow();
        String other = Files.readString(success).replace("\"SourceCommit\"", "\"SourceFetch\"");
        assertThat(other).isNotEqualTo(Files.readString(success));
        assertThatThrownBy(() -> replay.replay(other)).hasStackTraceContaining("NonDeterministic");
    }
}
