package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.Query;
import dev.slipway.model.Names;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.api.ActionRequest;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.RunView;
import dev.slipway.store.door.IdempotentRequests;
import dev.slipway.store.door.RunDoor;
import dev.slipway.store.door.RunStanding;
import dev.slipway.store.view.RunFilter;
import dev.slipway.store.view.RunViews;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Runs: lists, details, actions, output of their tasks. */
@Path("/v1/runs")
public final class RunResource {
    private final RunDoor door;
    private final RunViews views;
    private final RunActions actions;
    private final Access access;
    private final TaskLogs logs;
    private final Idempotent idempotent;

    public RunResource(
            RunDoor door,
            RunViews views,
            RunActions actions,
            Access access,
            TaskLogs logs,
            IdempotentRequests requests) {
        this.door = door;
        this.views = views;
        this.actions = actions;
        this.access = access;
        this.logs = logs;
        this.idempotent = new Idempotent(requests);
    }

    /** Newest first. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page<RunView> runs(
            @QueryParam("project") @Nullable String project,
            @QueryParam("pipeline") @Nullable String pipeline,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @Context SecurityContext security) {
        RunFilter filter = new RunFilter(
                access.readable(Caller.of(security), Query.name("project", project)),
                Query.name("pipeline", pipeline),
                state(state));
        return views.list(filter, Query.limit(limit), next);
    }

    @GET
    @Path("{project}/{pipeline}/{number}")
    @Produces(MediaType.APPLICATION_JSON)
    public RunDetail run(
            @PathParam("project") String project,
            @PathParam("pipeline") String pipeline,
            @PathParam("number") String number,
            @Context SecurityContext security) {
        RunId id = id(project, pipeline, number, Caller.of(security));
        return views.detail(id.workflowId()).orElseThrow(Access::missing);
    }

    /** Approve, reject, cancel, retry or rollback. */
    @POST
    @Path("{project}/{pipeline}/{number}/actions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response act(
            @PathParam("project") String project,
            @PathParam("pipeline") String pipeline,
            @PathParam("number") String number,
            ActionRequest body,
            @Context ContainerRequestContext request,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        RunStanding run = door.standing(id(project, pipeline, number, caller).workflowId())
                .orElseThrow(Access::missing);
        ActionRequest asked = RunRequests.check(body);
        return idempotent.answer(request, caller, () -> actions.prepare(caller, run, asked), actions::store);
    }

    /** Output of a pipeline task, wherever it was placed. */
    @GET
    @Path("{project}/{pipeline}/{number}/tasks/{task}/logs")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response logs(
            @PathParam("project") String project,
            @PathParam("pipeline") String pipeline,
            @PathParam("number") String number,
            @PathParam("task") String task,
            @QueryParam("stream") @Nullable String stream,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("follow") @Nullable String follow,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        RunId id = id(project, pipeline, number, caller);
        RunStanding run = door.standing(id.workflowId()).orElseThrow(Access::missing);
        TaskLogs.Asked asked = TaskLogs.Asked.of(stream == null ? "stdout" : stream, offset, limit, follow);
        return logs.ofRun(caller, run, Names.require("task", task), asked);
    }

    private RunId id(String project, String pipeline, String number, Caller caller) {
        access.requireRead(caller, Names.require("project", project));
        return new RunId(
                project, Names.require("pipeline", pipeline), Query.number("number", number, 1, 1, Long.MAX_VALUE));
    }

    private static @Nullable RunState state(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(RunState.values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Query.invalid("state", "must be one of " + Arrays.toString(RunState.values())));
    }
}
