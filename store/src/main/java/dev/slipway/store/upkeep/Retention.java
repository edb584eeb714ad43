package dev.slipway.store.upkeep;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long rows are kept after they are over. Runs, steps, decisions, receipts and actions are kept for ever, whatever is
 * said here.
 *
 * @param evaluations requests to the scheduler it has dealt with; at least 1 h
 * @param messages delivered or given up messages, answered waits and released locks of runs that are over, and answers to
 *     requests that may be sent again; at least 1 h
 * @param events numbered facts; a reader that was away longer goes on with the oldest kept one; at least 1 h
 * @param allocations replaced or stopped instances of services with their logs; at least 1 h, within which the scheduler
 *     counts failures
 */
public record Retention(Duration evaluations, Duration messages, Duration events, Duration allocations) {
    private static final Duration LEAST = Duration.ofHours(1);

    /** A day, a week, three months, a month. */
    public static final Retention DEFAULT =
            new Retention(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(90), Duration.ofDays(30));

    public Retention {
        check(evaluations, "evaluations");
        check(messages, "messages");
        check(events, "events");
        check(allocations, "allocations");
    }

    private static void check(Duration duration, String name) {
        requireNonNull(duration, name + " is null");
        if (duration.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("retention of " + name + " is below one hour: " + duration);
        }
    }
}
