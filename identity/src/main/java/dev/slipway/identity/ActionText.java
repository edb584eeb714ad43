package dev.slipway.identity;

import dev.slipway.model.ModelJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * What is signed of an action: every column of its row except {@code signature} and {@code used_at}.
 *
 * @param id row id
 * @param workflowId workflow the action is for
 * @param generation execution of that workflow
 * @param stage stage name or {@code -}
 * @param kind what is asked, such as {@code approve}
 * @param principal {@code <issuer>#<subject>}
 * @param principalName name shown to people
 * @param groups groups of the principal at that time, in the order stored
 * @param reason free text
 * @param target digest or step the action is bound to
 * @param nonce unique per action
 * @param decisionId the policy decision that allowed it
 * @param createdAt whole microseconds, because the database keeps no finer time
 * @param expiresAt whole microseconds
 */
public record ActionText(
        UUID id,
        String workflowId,
        int generation,
        String stage,
        String kind,
        String principal,
        String principalName,
        List<String> groups,
        String reason,
        String target,
        String nonce,
        String decisionId,
        Instant createdAt,
        Instant expiresAt) {
    /** Keeps a signature over an action from being valid for anything else this key might ever sign. */
    private static final String DOMAIN = "slipway-action-v1\n";

    public ActionText {
        groups = List.copyOf(groups);
        requireMicros("createdAt", createdAt);
        requireMicros("expiresAt", expiresAt);
    }

    /** The canonical text: a domain line, then JSON with sorted keys and no white space. */
    public String text() {
        return DOMAIN + ModelJson.canonical(this);
    }

    private static void requireMicros(String field, Instant time) {
        if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalArgumentException(field + " must be truncated to microseconds before it is signed");
        }
    }
}
