package dev.slipway.stack.bench;

import java.util.Map;

/**
 * What one block came to.
 *
 * @param millis from the request to the news of the end, at the client
 * @param perSecond ended per second
 * @param commits transactions PostgreSQL committed per run, by database; includes what runs anyway, such as heartbeats
 * @param cpuMillis processor time per run in milliseconds, by part
 */
record LoadResult(Quantiles millis, double perSecond, Map<String, Double> commits, Map<String, Double> cpuMillis) {
    /** Processor time of all parts. */
    double allCpuMillis() {
        return sum(cpuMillis);
    }

    static double sum(Map<String, Double> parts) {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
