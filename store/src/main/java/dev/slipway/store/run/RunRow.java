package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.RunState;
import dev.slipway.model.RunTrigger;
import org.jspecify.annotations.Nullable;

/**
 * A run as its activities need it.
 *
 * @param id workflow id
 * @param generation execution it is in, 1 and up
 * @param commitId 40 hexadecimal digits
 * @param artifacts what the trigger handed over, a list of {@code {name, uri, digest}}
 * @param principal who started it, {@code <issuer>#<subject>}
 * @param pushBefore commit the pushed ref had before; null when it had none or nobody knows
 */
public record RunRow(
        String id,
        String project,
        String pipeline,
        long number,
        int generation,
        RunState state,
        String ref,
        String commitId,
        String commitSubject,
        String commitAuthor,
        boolean dryRun,
        JsonNode artifacts,
        @Nullable String fromStage,
        @Nullable String fromStep,
        String principal,
        String principalName,
        RunTrigger trigger,
        @Nullable String pushBefore) {}
