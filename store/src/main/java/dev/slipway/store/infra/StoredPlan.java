package dev.slipway.store.infra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An InfraPlan as stored, without the plan file.
 *
 * @param key idempotency key it was made under
 * @param digest of the plan file
 * @param redactedJson what policy is asked about; sensitive values are HMACs
 * @param stateSerial serial of the state it was made from, 0 when there was none
 * @param outputs values of outputs not marked sensitive; null until applied
 * @param appliedSerial serial of the state afterwards; null until applied
 */
public record StoredPlan(
        String key,
        String project,
        String environment,
        String module,
        String workflowId,
        Digest digest,
        JsonNode redactedJson,
        boolean empty,
        int creates,
        int updates,
        int deletes,
        long stateSerial,
        @Nullable JsonNode outputs,
        @Nullable Long appliedSerial,
        @Nullable Instant appliedAt,
        Instant createdAt) {
    public StateAddress address() {
        return new StateAddress(project, environment, module);
    }

    public boolean applied() {
        return appliedAt != null;
    }
}
