package dev.slipway.model.api;

import dev.slipway.model.DeploymentState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A rollout. */
public record DeploymentView(
        String jobKey,
        long number,
        String workflowId,
        @Nullable String runId,
        long version,
        DeploymentState state,
        String phase,
        String description,
        @Nullable Long revertedTo,
        int desiredTotal,
        int placed,
        int healthy,
        int unhealthy,
        Instant createdAt,
        @Nullable Instant finishedAt) {}
