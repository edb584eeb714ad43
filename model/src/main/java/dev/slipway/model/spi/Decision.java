package dev.slipway.model.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import java.time.Instant;

/**
 * One stored policy answer; it never changes once it is stored.
 *
 * @param id hash of workflow id, generation, stage, step, question and input digest, so that a re-ask finds the answer
 * @param workflowId workflow the answer is about
 * @param generation execution of that workflow, 1 and up
 * @param stage stage name or {@code -}
 * @param step step name
 * @param question what was asked, see {@link PolicyQuestion#name()}
 * @param inputDigest digest of question and input
 * @param allowed whether every engine allowed
 * @param engines one object per engine: name, answer, bundle revision, milliseconds
 * @param reasons what denied: engine, rule, message, help
 * @param warnings what people should know although it is allowed
 * @param decidedAt when it was decided
 * @param expiresAt from when on no transition may ride on it
 */
public record Decision(
        String id,
        String workflowId,
        int generation,
        String stage,
        String step,
        String question,
        Digest inputDigest,
        boolean allowed,
        JsonNode engines,
        JsonNode reasons,
        JsonNode warnings,
        Instant decidedAt,
        Instant expiresAt) {}
