package dev.slipway.model.api;

import dev.slipway.model.Digest;
import dev.slipway.model.spec.OutputSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of one task.
 *
 * @param state pending, running or dead
 * @param failed whether it ended badly for good
 * @param restarts restarts on this node so far
 * @param address IP address or null
 * @param ports name to port as reachable at {@code address} (or the node for raw-exec)
 * @param outputs artifacts it left
 * @param events newest last, at most 20
 */
public record TaskStateView(
        String state,
        boolean failed,
        int restarts,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        boolean oomKilled,
        @Nullable String address,
        Map<String, Integer> ports,
        List<Output> outputs,
        List<Event> events,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    public TaskStateView {
        ports = ports == null ? Map.of() : Map.copyOf(ports);
        outputs = outputs == null ? List.of() : List.copyOf(outputs);
        events = events == null ? List.of() : List.copyOf(events);
    }

    /** A file the task left, stored by digest. */
    public record Output(String name, Digest digest, long size, OutputSpec.Kind kind) {}

    /** Something that happened to the task, for people. */
    public record Event(Instant at, String type, String message) {}
}
