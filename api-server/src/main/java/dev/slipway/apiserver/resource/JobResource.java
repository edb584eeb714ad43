package dev.slipway.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.Query;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.ActionRequest;
import dev.slipway.model.api.JobDetail;
import dev.slipway.model.api.JobView;
import dev.slipway.model.api.Page;
import dev.slipway.store.door.Answered;
import dev.slipway.store.door.IdempotentRequests;
import dev.slipway.store.door.Registry;
import dev.slipway.store.door.RollbackDoor;
import dev.slipway.store.door.SignedAction;
import dev.slipway.store.view.JobViews;
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
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Jobs with their versions, rollouts and allocations. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
public final class JobResource {
    private final JobViews views;
    private final RollbackDoor rollbacks;
    private final Registry registry;
    private final SignedActions actions;
    private final Access access;
    private final Idempotent idempotent;

    public JobResource(
            JobViews views,
            RollbackDoor rollbacks,
            Registry registry,
            SignedActions actions,
            Access access,
            IdempotentRequests requests) {
        this.views = views;
        this.rollbacks = rollbacks;
        this.registry = registry;
        this.actions = actions;
        this.access = access;
        this.idempotent = new Idempotent(requests);
    }

    @GET
    public Page<JobView> jobs(
            @QueryParam("project") @Nullable String project,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @Context SecurityContext security) {
        return views.list(
                access.readable(Caller.of(security), Query.name("project", project)),
                Query.name("environment", environment),
                Query.limit(limit),
                next);
    }

    @GET
    @Path("{project}/{environment}/{region}/{name}")
    public JobDetail job(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("region") String region,
            @PathParam("name") String name,
            @Context SecurityContext security) {
        JobKey key = key(project, environment, region, name, Caller.of(security));
        return views.detail(key.text()).orElseThrow(Access::missing);
    }

    /** Rollback to the version that is the target. */
    @POST
    @Path("{project}/{environment}/{region}/{name}/actions")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response act(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("region") String region,
            @PathParam("name") String name,
            ActionRequest body,
            @Context ContainerRequestContext request,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        JobKey key = key(project, environment, region, name, caller);
        if (views.detail(key.text()).isEmpty()) {
            throw Access.missing();
        }
        if (!"rollback".equals(body.kind())) {
            throw Query.invalid("kind", "must be rollback");
        }
        if (body.target() == null) {
            throw Query.invalid("target", "must be the number of a version");
        }
        long version = Query.number("target", body.target(), 0, 1, Long.MAX_VALUE);
        String reason = RunRequests.reason(body.reason());
        return idempotent.answer(
                request,
                caller,
                () -> sign(caller, key, version, reason),
                (handle, action) -> start(handle, key, version, action));
    }

    private SignedAction sign(Caller caller, JobKey key, long version, String reason) {
        String subject = "job/" + key.text();
        ObjectNode about = ModelJson.mapper()
                .createObjectNode()
                .put("id", subject)
                .put("project", key.project())
                .put("initiator", caller.principal());
        JsonNode environment = registry.environment(key.project(), key.environment())
                .map(row -> RunActions.environmentDocument(row.name(), row.spec()))
                .orElseThrow(Access::missing);
        about.set("environment", environment);
        return actions.sign(
                caller, new SignedActions.Subject(subject, 1, "-", "rollback", Long.toString(version), reason, about));
    }

    private Answered start(Handle handle, JobKey key, long version, SignedAction action) {
        String workflowId = rollbacks.start(handle, key, version, action);
        return Idempotent.answered(202, views.deployment(handle, workflowId), null);
    }

    private JobKey key(String project, String environment, String region, String name, Caller caller) {
        JobKey key = new JobKey(project, environment, region, name);
        access.requireRead(caller, project);
        return key;
    }
}
