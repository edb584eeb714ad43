package dev.slipway.store.placement;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A pending evaluation that the current transaction holds.
 *
 * @param attempts how often it was given up before because of an error
 * @param looks how often in a row it was looked at and nothing had room
 * @param nextMillis milliseconds until another evaluation is due, 0 when one is due as well, null when there is none
 */
public record ClaimedEvaluation(
        long id,
        String jobKey,
        int attempts,
        int looks,
        @Nullable Long nextMillis) {
    /** Whether another evaluation is due as well. */
    public boolean more() {
        return nextMillis != null && nextMillis == 0;
    }

    /** Time until another evaluation is due, at most {@code longest}. */
    public Duration untilNext(Duration longest) {
        return nextMillis == null || nextMillis > longest.toMillis() ? longest : Duration.ofMillis(nextMillis);
    }
}
