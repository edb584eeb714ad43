package dev.slipway.model.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;

/**
 * Restarts on the same node. Services restart after any exit, batch tasks after a non-zero one.
 *
 * @param attempts restarts allowed within {@code interval}, 0 and up
 * @param interval sliding window the attempts are counted in
 * @param delay wait before a restart
 * @param mode what happens when the attempts are used up
 */
public record RestartSpec(int attempts, Duration interval, Duration delay, Mode mode) {
    public static final RestartSpec SERVICE_DEFAULT =
            new RestartSpec(2, Duration.ofMinutes(30), Duration.ofSeconds(15), Mode.FAIL);
    public static final RestartSpec BATCH_DEFAULT =
            new RestartSpec(3, Duration.ofHours(24), Duration.ofSeconds(15), Mode.FAIL);

    public RestartSpec {
        interval = interval == null ? Duration.ofMinutes(30) : interval;
        delay = delay == null ? Duration.ofSeconds(15) : delay;
        mode = mode == null ? Mode.FAIL : mode;
    }

    /** What happens when the attempts are used up. */
    public enum Mode {
        /** The allocation fails and the scheduler decides. */
        FAIL,
        /** Wait until the interval has passed, then go on. */
        DELAY;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Mode of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
