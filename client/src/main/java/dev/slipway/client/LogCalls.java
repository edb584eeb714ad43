package dev.slipway.client;

import dev.slipway.model.RunId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Output of tasks, while they run and after. */
public final class LogCalls {
    private final Transport transport;

    LogCalls(Transport transport) {
        this.transport = transport;
    }

    /**
     * Bytes of a stream.
     *
     * @param bytes possibly empty
     * @param nextOffset where to go on
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Chunk(byte[] bytes, long nextOffset) {}

    /** What an allocation's task wrote to {@code stdout} or {@code stderr} from {@code offset} on, at most {@code limit} bytes. */
    public Chunk read(String allocationId, String task, String stream, long offset, int limit) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("offset", offset);
        query.put("limit", limit);
        Call call =
                Call.get(Call.query(path(allocationId, task, stream), query)).with("Accept", Call.BYTES);
        Reply reply = transport.send(call);
        long next = reply.header(LogFollower.NEXT_OFFSET).map(Long::parseLong).orElse(offset + reply.body().length);
        return new Chunk(reply.body(), next);
    }

    /** Copies to {@code sink} until the task is dead and everything it wrote was copied. Returns the end offset. */
    public long follow(String allocationId, String task, String stream, long offset, OutputStream sink)
            throws IOException, InterruptedException {
        return follower(path(allocationId, task, stream), Map.of()).copy(offset, sink);
    }

    /** As {@link #follow} for a pipeline task of a run, wherever it was placed. */
    public long followTask(RunId run, String pipelineTask, String stream, long offset, OutputStream sink)
            throws IOException, InterruptedException {
        return follower(taskPath(run, pipelineTask), Map.of("stream", stream)).copy(offset, sink);
    }

    /** What a pipeline task wrote so far, from {@code offset} on, at most one answer's worth. */
    public Chunk readTask(RunId run, String pipelineTask, String stream, long offset) {
        Map<String, Object> query = Map.of("stream", stream, "offset", offset);
        Reply reply = transport.send(
                Call.get(Call.query(taskPath(run, pipelineTask), query)).with("Accept", Call.BYTES));
        return new Chunk(reply.body(), offset + reply.body().length);
    }

    private LogFollower follower(String path, Map<String, String> query) {
        return new LogFollower(transport, path, query);
    }

    private static String path(String allocationId, String task, String stream) {
        return Call.path("v1", "allocations", allocationId, "logs", task, stream);
    }

    private static String taskPath(RunId run, String pipelineTask) {
        return RunCalls.path(run) + Call.path("tasks", pipelineTask, "logs");
    }
}
