package dev.slipway.workflows.api;

import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.StepName;
import org.jspecify.annotations.Nullable;

/**
 * Names an execution of a run towards activities.
 *
 * @param workflowId id of the run
 */
public record RunRef(String workflowId, String project, String pipeline, long number, int generation, boolean dryRun) {
    /** Idempotency key of an effect of this execution. */
    public String key(@Nullable String stage, StepName step, @Nullable String item) {
        return new IdempotencyKey(workflowId, generation, stage, step, item).value();
    }
}
