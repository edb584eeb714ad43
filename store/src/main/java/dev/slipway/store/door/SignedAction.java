package dev.slipway.store.door;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An action row; the signature covers every other field.
 *
 * @param stage stage or {@code -}
 * @param target digest, step or version the action is bound to; empty when it needs none
 * @param createdAt whole microseconds
 * @param expiresAt whole microseconds
 */
public record SignedAction(
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
        String signature,
        Instant createdAt,
        Instant expiresAt) {
    public SignedAction {
        groups = List.copyOf(groups);
    }
}
