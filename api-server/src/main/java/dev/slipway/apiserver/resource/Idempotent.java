package dev.slipway.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.BodyFilter;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.door.Answered;
import dev.slipway.store.door.Claim;
import dev.slipway.store.door.IdempotentRequests;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Answers POSTs of people and CI systems: each has its effect once, whatever the network does. */
public final class Idempotent {
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final IdempotentRequests requests;

    public Idempotent(IdempotentRequests requests) {
        this.requests = requests;
    }

    /**
     * @param prepare outside the transaction: policy, numbers
     * @param work the effect and its answer
     * @throws SlipwayException IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_REUSED
     */
    <P> Response answer(
            ContainerRequestContext request, Caller caller, Supplier<P> prepare, BiFunction<Handle, P, Answered> work) {
        return response(requests.once(claim(request, caller), prepare, work));
    }

    /** What the request claims, for answers that are not kept as they are. */
    public Claim claim(ContainerRequestContext request, Caller caller) {
        return new Claim(caller.claimant(), key(request), BodyFilter.digest(request));
    }

    /** As {@link #answer}, for who turns the kept answer into another one. */
    public <P> Answered keep(Claim claim, Supplier<P> prepare, BiFunction<Handle, P, Answered> work) {
        return requests.once(claim, prepare, work);
    }

    static Answered answered(int status, Object body, @Nullable String location) {
        JsonNode tree = ModelJson.mapper().valueToTree(body);
        return new Answered(status, tree, location);
    }

    static String key(ContainerRequestContext request) {
        List<String> sent = request.getHeaders().get(HEADER);
        if (sent == null || sent.size() != 1 || !KEY.matcher(sent.getFirst()).matches()) {
            throw new SlipwayException(
                    ErrorCode.IDEMPOTENCY_KEY_MISSING,
                    "send one Idempotency-Key of 1 to 200 printable characters, a new one for each request that is not a"
                            + " repeat");
        }
        return sent.getFirst();
    }

    private static Response response(Answered answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(answer.body());
        if (answer.location() != null) {
            response.header("Location", answer.location());
        }
        return response.build();
    }
}
