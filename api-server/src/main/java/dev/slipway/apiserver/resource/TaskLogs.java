package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.auth.Standing;
import dev.slipway.apiserver.http.Query;
import dev.slipway.apiserver.stream.Hub;
import dev.slipway.apiserver.stream.LogFollow;
import dev.slipway.apiserver.stream.LogFollow.Source;
import dev.slipway.apiserver.stream.Streams;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.JobKey;
import dev.slipway.model.StepName;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.spi.LogStore;
import dev.slipway.store.door.Registry;
import dev.slipway.store.door.RunStanding;
import dev.slipway.store.view.AllocationViews;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers with output of tasks, at once or following. */
public final class TaskLogs {
    /** Where the next read begins. */
    static final String NEXT_OFFSET = "Slipway-Next-Offset";

    private static final int CHUNK = 256 << 10;

    private final LogStore logs;
    private final AllocationViews allocations;
    private final Hub hub;
    private final Streams streams;
    private final Standing standing;

    public TaskLogs(LogStore logs, AllocationViews allocations, Hub hub, Streams streams, Standing standing) {
        this.logs = logs;
        this.allocations = allocations;
        this.hub = hub;
        this.streams = streams;
        this.standing = standing;
    }

    /**
     * @param stream stdout or stderr
     * @param offset byte to begin at
     * @param limit most bytes at once, 1 to 1 MiB
     */
    record Asked(String stream, long offset, int limit, boolean follow) {
        static Asked of(String stream, @Nullable String offset, @Nullable String limit, @Nullable String follow) {
            if (!stream.equals("stdout") && !stream.equals("stderr")) {
                throw Query.invalid("stream", "must be stdout or stderr");
            }
            return new Asked(
                    stream,
                    Query.number("offset", offset, 0, 0, Long.MAX_VALUE / 2),
                    (int) Query.number("limit", limit, CHUNK, 1, 1 << 20),
                    Query.flag("follow", follow));
        }
    }

    Response of(Caller caller, UUID allocation, String task, Asked asked) {
        if (asked.follow()) {
            Source source = new Source(allocation, task, asked.stream(), asked.offset());
            Streams.Lease lease = streams.open(caller.principal());
            LogFollow follow = new LogFollow(source, logs, allocations, hub, streams, lease, standing.of(caller));
            return Response.ok(follow, MediaType.APPLICATION_OCTET_STREAM_TYPE).build();
        }
        byte[] bytes = logs.read(allocation.toString(), task, asked.stream(), asked.offset(), asked.limit());
        return Response.ok(bytes, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(NEXT_OFFSET, asked.offset() + bytes.length)
                .build();
    }

    /** Of the latest try of a pipeline task. */
    Response ofRun(Caller caller, RunStanding run, String task, Asked asked) {
        for (int generation = run.generation(); generation > 0; generation--) {
            String key = new IdempotencyKey(run.id(), generation, null, StepName.TASKS, task).value();
            JobKey job = new JobKey(
                    run.project(),
                    Registry.BUILD_ENVIRONMENT,
                    JobKey.LOCAL_REGION,
                    "t-" + IdempotencyKey.shortHash(key));
            List<AllocationView> placed = allocations.ofJob(job.text());
            if (!placed.isEmpty()) {
                return of(caller, UUID.fromString(placed.getFirst().id()), task, asked);
            }
        }
        throw Access.missing();
    }
}
