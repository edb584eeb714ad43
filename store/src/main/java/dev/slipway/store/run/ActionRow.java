package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for, as the API stored and signed it.
 *
 * @param stage stage or {@code -}
 * @param kind approve, reject, cancel and so on
 * @param target digest or step it is bound to, empty when it needs none
 */
public record ActionRow(
        UUID id,
        String workflowId,
        int generation,
        String stage,
        String kind,
        String principal,
        String principalName,
        JsonNode groups,
        String reason,
        String target,
        String nonce,
        String decisionId,
        String signature,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant usedAt) {
    /** Groups in the order they were signed in. */
    public List<String> groupNames() {
        List<String> names = new ArrayList<>();
        groups.forEach(group -> names.add(group.asText()));
        return names;
    }
}
