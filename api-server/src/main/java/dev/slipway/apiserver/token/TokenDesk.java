package dev.slipway.apiserver.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.resource.Idempotent;
import dev.slipway.identity.OwnToken;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.CreatedToken;
import dev.slipway.model.api.NewToken;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import dev.slipway.model.spi.Sealer;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.door.Answered;
import dev.slipway.store.door.Claim;
import dev.slipway.store.door.Registry;
import dev.slipway.store.token.StoredToken;
import dev.slipway.store.token.TokenOwner;
import dev.slipway.store.token.TokenScope;
import dev.slipway.store.token.Tokens;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes and ends tokens; a repeated request gets the same token, of which only a sealed copy is kept for that. */
public final class TokenDesk {
    private static final String KIND = "Token";

    private final Database database;
    private final Tokens tokens;
    private final Registry registry;
    private final Access access;
    private final Idempotent idempotent;
    private final Sealer sealer;

    public TokenDesk(
            Database database, Tokens tokens, Registry registry, Access access, Idempotent idempotent, Sealer sealer) {
        this.database = database;
        this.tokens = tokens;
        this.registry = registry;
        this.access = access;
        this.idempotent = idempotent;
        this.sealer = sealer;
    }

    CreatedToken create(ContainerRequestContext request, Caller caller, NewToken asked) {
        requirePerson(caller);
        TokenOrder order =
                TokenRequests.check(asked, caller.credential().groups(), project -> visible(caller, project));
        Claim claim = idempotent.claim(request, caller);
        Answered answer = idempotent.keep(
                claim,
                () -> access.requireApply(caller, KIND, order.name(), null, document(order)),
                (handle, decision) -> create(handle, claim, caller, order));
        byte[] sealed = Base64.getDecoder().decode(answer.body().path("sealed").asText());
        String opened = new String(sealer.open(sealed, context(claim)), StandardCharsets.UTF_8);
        return ModelJson.read(opened, CreatedToken.class);
    }

    /**
     * Ends a token; ending it again changes nothing.
     *
     * @throws SlipwayException NOT_FOUND also for what the caller may not end
     */
    void revoke(Caller caller, String id) {
        Optional<StoredToken> found = tokens.find(id);
        if (!own(caller, found)) {
            if (caller.ownToken() != null || !access.mayManageTokens(caller) || found.isEmpty()) {
                throw Access.missing();
            }
            access.requireApply(caller, Access.TOKENS_OF_OTHERS, found.get().name(), null, null);
        }
        database.useTransaction(handle -> {
            if (Tokens.revoke(handle, id, caller.principal())) {
                ObjectNode data = ModelJson.mapper().createObjectNode().put("by", caller.getName());
                Events.emit(handle, "token.revoked", null, "token/" + id, data);
            }
        });
    }

    private boolean visible(Caller caller, String project) {
        return access.mayRead(caller, project) && registry.project(project).isPresent();
    }

    /** A token is asked about before anything is repeated to it, and refused whatever the answer. */
    private void requirePerson(Caller caller) {
        if (caller.ownToken() != null) {
            access.requireApply(caller, KIND, "-", null, null);
            throw new SlipwayException(ErrorCode.FORBIDDEN, "a token makes no tokens; sign in as yourself");
        }
    }

    private Answered create(Handle handle, Claim claim, Caller caller, TokenOrder order) {
        OwnToken token = OwnToken.random();
        TokenScope scope = order.scope();
        VerifiedCredential maker = caller.credential();
        TokenOwner owner = new TokenOwner(maker.issuer(), maker.subject(), maker.name());
        Instant expiresAt =
                Tokens.create(handle, token.id(), token.hash(), order.name(), owner, scope, order.validity());
        ObjectNode data = document(order).put("by", caller.getName());
        Events.emit(handle, "token.created", null, "token/" + token.id(), data);
        CreatedToken created = new CreatedToken(
                token.id(),
                order.name(),
                token.text(),
                scope.groups(),
                scope.projects(),
                scope.permissions(),
                expiresAt);
        byte[] plain = ModelJson.write(created).getBytes(StandardCharsets.UTF_8);
        String sealed = Base64.getEncoder().encodeToString(sealer.seal(plain, context(claim)));
        return new Answered(201, ModelJson.mapper().createObjectNode().put("sealed", sealed), null);
    }

    /** What policy may judge a token by. */
    private static ObjectNode document(TokenOrder order) {
        ObjectNode spec = ModelJson.mapper().createObjectNode().put("name", order.name());
        spec.put("seconds", order.validity().toSeconds());
        spec.set("groups", ModelJson.mapper().valueToTree(order.scope().groups()));
        spec.set("projects", ModelJson.mapper().valueToTree(order.scope().projects()));
        spec.set("permissions", ModelJson.mapper().valueToTree(order.scope().permissions()));
        return spec;
    }

    /** A token may end itself and no other, so that a leaked one cannot shut its owner's others out. */
    private static boolean own(Caller caller, Optional<StoredToken> found) {
        return found.isPresent()
                && found.get().owner().principal().equals(caller.principal())
                && (caller.ownToken() == null
                        || caller.ownToken().equals(found.get().id()));
    }

    private static String context(Claim claim) {
        return "token/" + claim.principal() + "/" + claim.key();
    }
}
