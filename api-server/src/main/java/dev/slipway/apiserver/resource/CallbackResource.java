package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Open;
import dev.slipway.apiserver.http.Query;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.api.CallbackAnswer;
import dev.slipway.store.door.CallbackDoor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Answers of external systems; the token in the address is their credential and is good for one answer. */
@Open
@Path("/v1/callbacks/{token}")
@Produces(MediaType.APPLICATION_JSON)
public final class CallbackResource {
    private final CallbackDoor door;

    public CallbackResource(CallbackDoor door) {
        this.door = door;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response answer(@PathParam("token") String token, CallbackAnswer answer) {
        if (!"passed".equals(answer.outcome()) && !"failed".equals(answer.outcome())) {
            throw Query.invalid("outcome", "must be passed or failed");
        }
        door.answer(SecretTokens.hash(token), answer);
        return Response.accepted(Map.of("outcome", answer.outcome())).build();
    }
}
