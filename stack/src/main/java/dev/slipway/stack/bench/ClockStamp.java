package dev.slipway.stack.bench;

import java.time.Instant;
import java.util.List;

/** A program whose first act is to read the clock, and what it prints. */
final class ClockStamp {
    /** Nanoseconds since 1970. */
    static final List<String> PROGRAM = List.of("date", "+%s%N");

    private static final long NANOS = 1_000_000_000L;

    private ClockStamp() {}

    /**
     * The moment a printed line tells.
     *
     * @throws IllegalStateException when it tells none
     */
    static Instant read(String printed) {
        try {
            long nanos = Long.parseLong(printed.strip());
            return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("no time of the clock: '" + printed.strip() + "'", e);
        }
    }
}
