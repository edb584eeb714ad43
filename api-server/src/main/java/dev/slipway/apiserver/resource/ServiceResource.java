package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.Query;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.ServiceView;
import dev.slipway.store.view.ServiceViews;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Services and their instances. */
@Path("/v1/services")
@Produces(MediaType.APPLICATION_JSON)
public final class ServiceResource {
    private final ServiceViews views;
    private final Access access;

    public ServiceResource(ServiceViews views, Access access) {
        this.views = views;
        this.access = access;
    }

    @GET
    public Page<ServiceView> services(
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
}
