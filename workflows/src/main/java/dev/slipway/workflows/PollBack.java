package dev.slipway.workflows;

import java.time.Duration;

/** Growing pauses between looks nobody asked for: 5 s, 10 s and so on up to 5 min. */
public final class PollBack {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Duration pause = FIRST;

    /** The next pause, {@code limit} at most. */
    public Duration next(Duration limit) {
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return limit.compareTo(now) < 0 ? limit : now;
    }
}
