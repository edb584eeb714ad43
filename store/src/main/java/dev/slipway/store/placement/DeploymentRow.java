package dev.slipway.store.placement;

import dev.slipway.model.DeploymentState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rollout.
 *
 * @param number counted per job from 1
 * @param previousVersion stable version when it was registered, 0 for none
 * @param targetVersion version it moves to now: the new one, or the previous one while reverting
 * @param phase rolling, reverting or done
 * @param waitKey wait the scheduler answers, null before it was opened
 * @param revertedTo version that was restored, null when none was
 * @param desiredTotal instances of the target version, over all groups
 */
public record DeploymentRow(
        String jobKey,
        long number,
        String workflowId,
        @Nullable String runId,
        long version,
        long previousVersion,
        long targetVersion,
        DeploymentState state,
        String phase,
        @Nullable String waitKey,
        String description,
        @Nullable Long revertedTo,
        int desiredTotal,
        int placed,
        int healthy,
        int unhealthy,
        Instant createdAt,
        @Nullable Instant finishedAt) {}
