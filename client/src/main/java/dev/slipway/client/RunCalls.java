package dev.slipway.client;

import dev.slipway.model.RunId;
import dev.slipway.model.api.ActionRequest;
import dev.slipway.model.api.ActionView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs: start, look, act. */
public final class RunCalls {
    private final Transport transport;

    RunCalls(Transport transport) {
        this.transport = transport;
    }

    public RunView start(String project, String pipeline, StartRun request) {
        return start(project, pipeline, request, Call.newKey());
    }

    /** As above with a key of the caller's: the same key and request give the same run, however often it is sent. */
    public RunView start(String project, String pipeline, StartRun request, String idempotencyKey) {
        String path = Call.path("v1", "projects", project, "pipelines", pipeline, "runs");
        return transport.send(Call.post(path, request, idempotencyKey)).as(RunView.class);
    }

    /** Newest first, fetched page by page as the stream is read. */
    public Stream<RunView> list(RunFilter filter) {
        return Pages.stream(cursor -> {
            Map<String, @Nullable Object> query = Paging.at(cursor);
            query.put("project", filter.project());
            query.put("pipeline", filter.pipeline());
            query.put("state", filter.state() == null ? null : filter.state().text());
            return transport.send(Call.get(Call.query("/v1/runs", query))).asPageOf(RunView.class);
        });
    }

    public RunDetail get(RunId run) {
        return transport.send(Call.get(path(run))).as(RunDetail.class);
    }

    public ActionView act(RunId run, ActionRequest request) {
        return act(run, request, Call.newKey());
    }

    /** As above with a key of the caller's. */
    public ActionView act(RunId run, ActionRequest request, String idempotencyKey) {
        return transport
                .send(Call.post(path(run) + "/actions", request, idempotencyKey))
                .as(ActionView.class);
    }

    /** Approves a stage; {@code digest} is the one the run shows and binds the approval to exactly that. */
    public ActionView approve(RunId run, String stage, String digest, @Nullable String reason) {
        return act(run, new ActionRequest("approve", stage, digest, reason));
    }

    public ActionView reject(RunId run, String stage, String digest, @Nullable String reason) {
        return act(run, new ActionRequest("reject", stage, digest, reason));
    }

    public ActionView cancel(RunId run, @Nullable String reason) {
        return act(run, new ActionRequest("cancel", null, null, reason));
    }

    /** Goes on from a step of a finished run; null for the one that failed. */
    public ActionView retry(RunId run, @Nullable String stage, @Nullable String step, @Nullable String reason) {
        return act(run, new ActionRequest("retry", stage, step, reason));
    }

    static String path(RunId run) {
        return Call.path("v1", "runs", run.project(), run.pipeline(), Long.toString(run.number()));
    }
}
