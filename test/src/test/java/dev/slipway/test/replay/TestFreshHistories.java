package dev.slipway.test.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.test.crash.Receiver;
import dev.slipway.test.stack.RunningStack;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Histories of runs on a real stack replay, and are kept for {@link TestGoldenHistories} when
 * {@code -Dslipway.recordHistories=true} says so.
 */
@Tag("all")
final class TestFreshHistories {
    private static RunningStack stack;
    private static Receiver receiver;
    private static Stories stories;
    private static Replay replay;

    @BeforeAll
    static void open() throws IOException {
        stack = RunningStack.shared();
        receiver = new Receiver();
        stories = new Stories(stack, receiver);
        replay = new Replay();
    }

    @AfterAll
    static void close() {
        replay.close();
        stories.close();
        receiver.close();
    }

    @ParameterizedTest
    @EnumSource
    void replay(Story story) throws Exception {
        for (Map.Entry<String, String> history : stories.play(story).entrySet()) {
            String text = HistoryText.normalised(history.getValue());
            assertThat(HistoryText.open(text))
                    .as(history.getKey())
                    .doesNotContain(
                            stack.installation().root().toString(),
                            System.getProperty("slipway.root"),
                            System.getProperty("user.home") + "/",
                            "@" + InetAddress.getLocalHost().getHostName(),
                            "a-key-both-sides-know");
            replay.replay(text);
            if (Boolean.getBoolean("slipway.recordHistories")) {
                Path folder = Path.of(System.getProperty("slipway.root"), "test/src/test/resources/histories");
                Files.writeString(Files.createDirectories(folder).resolve(history.getKey() + ".json"), text);
            }
        }
    }
}
