package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.model.Names;
import dev.slipway.model.RunId;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import dev.slipway.store.door.Answered;
import dev.slipway.store.door.IdempotentRequests;
import dev.slipway.store.door.NewRun;
import dev.slipway.store.door.Registry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jdbi.v3.core.Handle;

/** The door of runs. */
@Path("/v1/projects/{project}/pipelines/{name}/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class StartResource {
    private final RunStarts starts;
    private final Registry registry;
    private final Access access;
    private final Idempotent idempotent;

    public StartResource(RunStarts starts, Registry registry, Access access, IdempotentRequests requests) {
        this.starts = starts;
        this.registry = registry;
        this.access = access;
        this.idempotent = new Idempotent(requests);
    }

    /** Starts a run once per key; the caller's token is good for one run. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(
            @PathParam("project") String project,
            @PathParam("name") String pipeline,
            StartRun body,
            @Context ContainerRequestContext request,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Names.require("project", project);
        // Schedules may start runs of their pipeline and see nothing; where policy is asked next it knows them.
        if (!caller.isScheduleOf(project, pipeline)) {
            access.requireRead(caller, project);
        }
        if (registry.pipeline(project, Names.require("pipeline", pipeline)).isEmpty()) {
            throw Access.missing();
        }
        StartRun asked = RunStarts.checked(body);
        return idempotent.answer(
                request,
                caller,
                () -> starts.admitted(caller, project, pipeline, asked),
                (handle, run) -> accept(handle, run));
    }

    private Answered accept(Handle handle, NewRun run) {
        RunView view = starts.accept(handle, run);
        RunId id = run.id();
        String location = "/v1/runs/" + id.project() + "/" + id.pipeline() + "/" + id.number();
        return Idempotent.answered(202, view, location);
    }
}
