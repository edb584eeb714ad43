package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.Query;
import dev.slipway.model.Names;
import dev.slipway.model.api.Page;
import dev.slipway.model.spi.Decision;
import dev.slipway.store.content.SealedSecretStore;
import dev.slipway.store.content.SecretName;
import dev.slipway.store.door.Registry;
import dev.slipway.store.view.Cursor;
import dev.slipway.store.view.Pages;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets of projects: values go in and never come out here. */
@Path("/v1/projects/{project}/secrets")
@Produces(MediaType.APPLICATION_JSON)
public final class SecretResource {
    private final SealedSecretStore secrets;
    private final Registry registry;
    private final Access access;

    public SecretResource(SealedSecretStore secrets, Registry registry, Access access) {
        this.secrets = secrets;
        this.registry = registry;
        this.access = access;
    }

    /** Names and revisions. */
    @GET
    public Page<SecretName> list(
            @PathParam("project") String project,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @Context SecurityContext security) {
        requireProject(project, security);
        int size = Query.limit(limit);
        String after = Cursor.text(next, "");
        List<SecretName> rest = secrets.list(project).stream()
                .filter(secret -> secret.name().compareTo(after) > 0)
                .toList();
        return Pages.cut(rest, size, secret -> Cursor.of(secret.name()));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(
            @PathParam("project") String project,
            @PathParam("name") String name,
            NewValue body,
            @Context SecurityContext security) {
        Caller caller = requireProject(project, security);
        Names.require("name", name);
        byte[] value = decode(body.value());
        Decision decision = access.requireApply(caller, "Secret", name, project, null);
        long revision = caller.during(decision, () -> secrets.put(project, name, value));
        return Response.ok(new Revision(name, revision))
                .header("ETag", "\"" + revision + "\"")
                .build();
    }

    @DELETE
    @Path("{name}")
    public Response delete(
            @PathParam("project") String project, @PathParam("name") String name, @Context SecurityContext security) {
        Caller caller = requireProject(project, security);
        Decision decision = access.requireApply(caller, "Secret", Names.require("name", name), project, null);
        if (!caller.during(decision, () -> secrets.delete(project, name))) {
            throw Access.missing();
        }
        return Response.noContent().build();
    }

    private Caller requireProject(String project, SecurityContext security) {
        Caller caller = Caller.of(security);
        access.requireRead(caller, Names.require("project", project));
        if (registry.project(project).isEmpty()) {
            throw Access.missing();
        }
        return caller;
    }

    private static byte[] decode(@Nullable String value) {
        if (value == null) {
            throw Query.invalid("value", "is missing");
        }
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw Query.invalid("value", "is not base64");
        }
    }

    /** @param value base64 of 1 byte to 64 KiB */
    public record NewValue(@Nullable String value) {
        @Override
        public String toString() {
            return "NewValue[***]";
        }
    }

    /** A secret after it was set. */
    public record Revision(String name, long revision) {}
}
