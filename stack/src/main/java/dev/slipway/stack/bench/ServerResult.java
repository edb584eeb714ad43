package dev.slipway.stack.bench;

import java.util.List;

/**
 * Everything measured on one Temporal server.
 *
 * @param server which one
 * @param startMillis from nothing to every part ready
 * @param warmUpCpuMillis processor time per run in each stretch of the warm-up: it is warm when this no longer falls
 * @param empty workflows that do nothing: what the server itself can do on this machine now
 * @param pipelines whole runs
 */
record ServerResult(
        String server,
        long startMillis,
        List<Double> warmUpCpuMillis,
        List<LevelResult> empty,
        List<LevelResult> pipelines) {
    ServerResult {
        warmUpCpuMillis = List.copyOf(warmUpCpuMillis);
        empty = List.copyOf(empty);
        pipelines = List.copyOf(pipelines);
    }
}
