package dev.slipway.apiserver.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.resource.Idempotent;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.JoinTokenView;
import dev.slipway.model.spi.Sealer;
import dev.slipway.store.Events;
import dev.slipway.store.door.Answered;
import dev.slipway.store.door.Claim;
import dev.slipway.store.node.JoinTokens;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jdbi.v3.core.Handle;

/** Makes join tokens; a repeated request gets the same token, of which only a sealed copy is kept for that. */
public final class JoinTokenDesk {
    private final Access access;
    private final Idempotent idempotent;
    private final Sealer sealer;

    public JoinTokenDesk(Access access, Idempotent idempotent, Sealer sealer) {
        this.access = access;
        this.idempotent = idempotent;
        this.sealer = sealer;
    }

    JoinTokenView create(ContainerRequestContext request, Caller caller, String pool, String datacenter) {
        Claim claim = idempotent.claim(request, caller);
        Answered answer = idempotent.keep(
                claim,
                () -> access.requireApply(caller, "JoinToken", pool, null, null),
                (handle, decision) -> create(handle, claim, caller, pool, datacenter));
        byte[] sealed = Base64.getDecoder().decode(answer.body().path("sealed").asText());
        String opened = new String(sealer.open(sealed, context(claim)), StandardCharsets.UTF_8);
        return ModelJson.read(opened, JoinTokenView.class);
    }

    private Answered create(Handle handle, Claim claim, Caller caller, String pool, String datacenter) {
        String token = SecretTokens.random("join");
        Instant expiresAt = JoinTokens.create(
                handle, SecretTokens.hash(token).value(), pool, datacenter, caller.principal(), JoinTokens.LONGEST);
        ObjectNode data =
                ModelJson.mapper().createObjectNode().put("nodePool", pool).put("by", caller.getName());
        Events.emit(handle, "node.join-token", null, "node-pool/" + pool, data);
        byte[] plain = ModelJson.write(new JoinTokenView(token, expiresAt)).getBytes(StandardCharsets.UTF_8);
        String sealed = Base64.getEncoder().encodeToString(sealer.seal(plain, context(claim)));
        return new Answered(201, ModelJson.mapper().createObjectNode().put("sealed", sealed), null);
    }

    private static String context(Claim claim) {
        return "join-token/" + claim.principal() + "/" + claim.key();
    }
}
