package dev.slipway.test.crash;

import java.time.Duration;

/**
 * How a cell went.
 *
 * @param ready from the kill until every killed part was ready again
 * @param progress from the kill until the run's next fact
 * @param end from the kill until the run was over
 */
record Outcome(Cell cell, Duration ready, Duration progress, Duration end) {
    /** Heartbeat timeout of our activities and ten seconds. */
    static final Duration BOUND = Duration.ofSeconds(6 + 10);

    /** How long after the parts were ready the run went on; zero when it did before. */
    Duration lag() {
        Duration lag = progress.minus(ready);
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    @Override
    public String toString() {
        return "%-10s %-9s ready %6.1f s   next progress %6.1f s   lag %5.1f s   over %6.1f s"
                .formatted(
                        cell.step().text(),
                        cell.victim().text(),
                        seconds(ready),
                        seconds(progress),
                        seconds(lag()),
                        seconds(end));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
