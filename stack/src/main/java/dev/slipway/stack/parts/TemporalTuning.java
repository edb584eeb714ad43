package dev.slipway.stack.parts;

import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of every Temporal server we start. They are measured ones: without them every step waits for the next tick of
 * a queue reader, 50 ms apart.
 */
final class TemporalTuning {
    /** Its Go programs collect garbage less often: memory for processor time. */
    static final Map<String, String> ENVIRONMENT = Map.of("GOGC", "400");

    private static final Map<String, String> DYNAMIC = new TreeMap<>(Map.of(
            "history.transferProcessorMaxPollRPS", "5000",
            "history.timerProcessorMaxPollRPS", "5000",
            "history.visibilityProcessorMaxPollRPS", "200",
            "system.enableActivityEagerExecution", "true",
            "matching.numTaskqueueReadPartitions", "1",
            "matching.numTaskqueueWritePartitions", "1",
            "frontend.namespaceRPS.visibility", "100"));

    private TemporalTuning() {}

    /** Dynamic configuration by key, in order. */
    static Map<String, String> dynamic() {
        return DYNAMIC;
    }
}
