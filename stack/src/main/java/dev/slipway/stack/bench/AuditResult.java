package dev.slipway.stack.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the audit log came to.
 *
 * @param entries how many were noted, ordered and signed
 * @param checkpoints how many signed heads there are
 * @param notedPerSecond facts committed by the writers per second, while the sequencer ran beside them
 * @param ingestedPerSecond entries per second from the first fact to the checkpoint that covers the last
 * @param cpuMillis processor time of each part for 1,000 entries, which says more than the rate on a busy machine
 * @param proof time of a proof of inclusion over HTTP, in milliseconds
 * @param exportSeconds time to fetch the whole log over HTTP
 * @param verifySeconds time to check the fetched log: every hash, every checkpoint, every signature
 */
record AuditResult(
        long entries,
        long checkpoints,
        double notedPerSecond,
        double ingestedPerSecond,
        Map<String, Double> cpuMillis,
        Quantiles proof,
        double exportSeconds,
        double verifySeconds) {
    /** The table. */
    List<String> lines() {
        return List.of(
                line("entries, in " + checkpoints + " checkpoints", "%d", entries),
                line("facts committed per second", "%.0f", notedPerSecond),
                line("entries ordered and signed per second", "%.0f", ingestedPerSecond),
                line("proof of inclusion over HTTP, p50 ms", "%.1f", proof.p50()),
                line("proof of inclusion over HTTP, p99 ms", "%.1f", proof.p99()),
                line("whole log fetched over HTTP, s", "%.1f", exportSeconds),
                line("whole log verified, s", "%.1f", verifySeconds),
                line("verified per second", "%.0f", entries / verifySeconds),
                "processor time per 1,000 entries in ms: " + cpuMillis);
    }

    private static String line(String what, String format, Object value) {
        return "%-44s %12s".formatted(what, String.format(Locale.ROOT, format, value));
    }
}
