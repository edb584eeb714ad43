package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.model.JobKey;
import dev.slipway.model.Names;
import dev.slipway.model.api.AllocationView;
import dev.slipway.store.view.AllocationViews;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Allocations and the output of their tasks. */
@Path("/v1/allocations")
public final class AllocationResource {
    private final AllocationViews views;
    private final TaskLogs logs;
    private final Access access;

    public AllocationResource(AllocationViews views, TaskLogs logs, Access access) {
        this.views = views;
        this.logs = logs;
        this.access = access;
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public AllocationView allocation(@PathParam("id") String id, @Context SecurityContext security) {
        return find(id, Caller.of(security));
    }

    /** From an offset on; with {@code follow=true} until the task is dead and all it wrote was sent. */
    @GET
    @Path("{id}/logs/{task}/{stream}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response logs(
            @PathParam("id") String id,
            @PathParam("task") String task,
            @PathParam("stream") String stream,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("follow") @Nullable String follow,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        AllocationView allocation = find(id, caller);
        TaskLogs.Asked asked = TaskLogs.Asked.of(stream, offset, limit, follow);
        return logs.of(caller, UUID.fromString(allocation.id()), Names.require("task", task), asked);
    }

    private AllocationView find(String id, Caller caller) {
        AllocationView allocation = views.allocation(uuid(id)).orElseThrow(Access::missing);
        access.requireRead(caller, JobKey.of(allocation.jobKey()).project());
        return allocation;
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Access.missing();
        }
    }
}
