package dev.slipway.stack.bench;

import java.util.List;

/**
 * Everything measured on one Temporal server.
 *
 * @param server which one
 * @param startMillis from nothing to every part ready
 * @param empty workflows that do nothing: what the server itself can do on this machine now
 * @param pipelines whole runs
 */
record ServerResult(String server, long startMillis, List<LoadResult> empty, List<LoadResult> pipelines) {
    ServerResult {
        empty = List.copyOf(empty);
        pipelines = List.copyOf(pipelines);
    }
}
