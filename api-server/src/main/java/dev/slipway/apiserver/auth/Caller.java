package dev.slipway.apiserver.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.ServicePrincipals;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import dev.slipway.model.spi.Decision;
import dev.slipway.store.audit.Attribution;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A person or CI system whose token was checked.
 *
 * @param credential what the token says
 * @param ownToken id of the own token it came with; null for who came with a credential of an identity provider
 */
public record Caller(
        VerifiedCredential credential, @Nullable String ownToken) implements Principal {
    /** Who makes this request. */
    public static Caller of(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("the resource takes a caller but is not guarded");
    }

    /** {@code <issuer>#<subject>}. */
    public String principal() {
        return credential.principal();
    }

    /**
     * Whose repeated requests get the first one's answer: a token is not shown what its owner or another token was, who
     * may do more.
     */
    public String claimant() {
        return ownToken == null ? principal() : principal() + "#token/" + ownToken;
    }

    /** Whether it is the worker, asking for a run that is due. */
    public boolean isScheduleOf(String project, String pipeline) {
        return credential.issuer().equals(ServicePrincipals.ISSUER)
                && credential.subject().equals(ServicePrincipals.schedule(project, pipeline));
    }

    @Override
    public String getName() {
        return credential.name();
    }

    /** Does something in the caller's name, on a decision that allows it; the audit log says so. */
    public <T> T during(Decision decision, Supplier<T> work) {
        return new Attribution(credential.issuer(), credential.subject(), decision.id()).during(work);
    }

    /** As policy sees the caller. */
    ObjectNode document() {
        ObjectNode document = ModelJson.mapper()
                .createObjectNode()
                .put("issuer", credential.issuer())
                .put("subject", credential.subject())
                .put("name", credential.name());
        document.set("groups", ModelJson.mapper().valueToTree(credential.groups()));
        document.set("claims", credential.claims());
        return document;
    }
}
