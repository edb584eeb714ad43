package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.model.Names;
import dev.slipway.model.api.SchedulesView;
import dev.slipway.store.door.Registry;
import dev.slipway.store.view.ScheduleViews;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** What starts a pipeline by the clock; for whoever may see its project. */
@Path("/v1/projects/{project}/pipelines/{name}/schedules")
@Produces(MediaType.APPLICATION_JSON)
public final class ScheduleResource {
    private final ScheduleViews views;
    private final Registry registry;
    private final Access access;

    public ScheduleResource(ScheduleViews views, Registry registry, Access access) {
        this.views = views;
        this.registry = registry;
        this.access = access;
    }

    @GET
    public SchedulesView schedules(
            @PathParam("project") String project,
            @PathParam("name") String pipeline,
            @Context SecurityContext security) {
        access.requireRead(Caller.of(security), Names.require("project", project));
        if (registry.pipeline(project, Names.require("name", pipeline)).isEmpty()) {
            throw Access.missing();
        }
        return views.of(project, pipeline);
    }
}
