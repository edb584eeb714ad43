package dev.slipway.store.placement;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.JobKey;
import org.jspecify.annotations.Nullable;

/**
 * A rollout to be registered.
 *
 * @param jobKey job to roll
 * @param version registered version to roll out
 * @param runId run that asked for it; null when it was asked for directly
 * @param runKey idempotency key of the asking effect; makes the deployment happen once
 * @param decisionId stored decision that admitted it; it also authorises the revert
 */
public record NewDeployment(
        JobKey jobKey, long version, @Nullable String runId, String runKey, String decisionId) {
    public NewDeployment {
        requireNonNull(jobKey, "jobKey is null");
        requireNonNull(runKey, "runKey is null");
        requireNonNull(decisionId, "decisionId is null");
    }
}
