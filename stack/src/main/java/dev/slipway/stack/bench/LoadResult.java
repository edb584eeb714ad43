package dev.slipway.stack.bench;

import java.util.Map;

/**
 * What one load level came to.
 *
 * @param what what was run
 * @param inFlight how many at a time
 * @param millis from the request to the news of the end, at the client
 * @param perSecond ended per second
 * @param commits transactions PostgreSQL committed per run, by database; includes what runs anyway, such as heartbeats
 * @param cpuMillis processor time per run in milliseconds, by part
 */
record LoadResult(
        String what,
        int inFlight,
        Quantiles millis,
        double perSecond,
        Map<String, Double> commits,
        Map<String, Double> cpuMillis) {
    private static final String LINE = "%-16s %9d %8.1f %8.1f %8.1f %8.1f %9.1f %9.1f  %s";
    static final String HEAD = "%-16s %9s %8s %8s %8s %8s %9s %9s  %s"
            .formatted("what", "in flight", "count", "p50 ms", "p99 ms", "per s", "commits", "cpu ms", "of which");

    /** One line of the table. */
    String line() {
        return LINE.formatted(
                what,
                inFlight,
                (double) millis.count(),
                millis.p50(),
                millis.p99(),
                perSecond,
                sum(commits),
                sum(cpuMillis),
                cpuMillis);
    }

    private static double sum(Map<String, Double> parts) {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
