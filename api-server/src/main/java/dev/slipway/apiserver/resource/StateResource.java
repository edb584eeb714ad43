package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.ByStateToken;
import dev.slipway.apiserver.http.LargeBody;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.infra.LockOutcome;
import dev.slipway.store.infra.StateAccess;
import dev.slipway.store.infra.StateAddress;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** State of infrastructure modules, as the built-in {@code http} back end of OpenTofu and Terraform speaks it. */
@ByStateToken
@Path("/v1/state/{project}/{environment}/{module}")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public final class StateResource {
    private static final long LARGEST = 64L << 20;
    private static final String USER = "slipway:";

    private final InfraStates states;

    public StateResource(InfraStates states) {
        this.states = states;
    }

    @GET
    public Response read(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("module") String module,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        StateAccess access = access(project, environment, module, authorization);
        return Response.ok(states.latest(access.address()).orElseThrow(Access::missing))
                .build();
    }

    @POST
    @LargeBody(LARGEST)
    public Response write(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("module") String module,
            @QueryParam("ID") @Nullable String lock,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            InputStream body)
            throws IOException {
        StateAccess access = access(project, environment, module, authorization);
        states.put(access, lock == null ? "" : lock, body.readAllBytes());
        return Response.ok().build();
    }

    @DELETE
    public Response delete(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("module") String module,
            @QueryParam("ID") @Nullable String lock,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        states.delete(access(project, environment, module, authorization), lock == null ? "" : lock);
        return Response.ok().build();
    }

    /** 200 when the lock is the asker's; 423 with the holder's information otherwise, which the program shows. */
    @Lock
    public Response lock(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("module") String module,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            String info) {
        StateAccess access = access(project, environment, module, authorization);
        return switch (states.lock(access, info)) {
            case LockOutcome.Granted granted -> Response.ok().build();
            case LockOutcome.Held held ->
                Response.status(ErrorCode.STATE_LOCKED.httpStatus())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(held.info().getBytes(StandardCharsets.UTF_8))
                        .build();
        };
    }

    @Unlock
    public Response unlock(
            @PathParam("project") String project,
            @PathParam("environment") String environment,
            @PathParam("module") String module,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            String info) {
        states.unlock(access(project, environment, module, authorization), info);
        return Response.ok().build();
    }

    private StateAccess access(String project, String environment, String module, @Nullable String authorization) {
        return states.check(new StateAddress(project, environment, module), token(authorization));
    }

    private static String token(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            throw refused();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring("basic ".length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            if (pair.startsWith(USER)) {
                return pair.substring(USER.length());
            }
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        throw refused();
    }

    private static SlipwayException refused() {
        return new SlipwayException(
                ErrorCode.STATE_TOKEN_REFUSED, "send basic authentication with user slipway and the state token");
    }
}
