package dev.slipway.store.placement;

import dev.slipway.model.DeploymentState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The open deployment of a job as the scheduler sees it.
 *
 * @param version version it was made for
 * @param targetVersion version to move to now
 * @param waitKey wait to answer, null while pending
 * @param answer outcome the wait was answered with, null while it is open
 * @param description text for people
 * @param desiredTotal wanted instances of the target version
 * @param placed instances of the target version that are wanted and have not ended
 * @param healthy those of them that were reported healthy
 * @param unhealthy those that ended badly or missed their deadline
 * @param progressBy when it ends for lack of progress, null until the scheduler first looked
 */
public record Rollout(
        long number,
        long version,
        long targetVersion,
        DeploymentState state,
        @Nullable String waitKey,
        @Nullable String answer,
        String description,
        int desiredTotal,
        int placed,
        int healthy,
        int unhealthy,
        @Nullable Instant progressBy) {}
