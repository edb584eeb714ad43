package dev.slipway.store.placement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job and everything the scheduler looks at, read while its evaluation is held.
 *
 * @param now database time
 * @param rollout open deployment, null when there is none
 * @param allocations those that are wanted or have not ended, and those that failed or were lost within the last hour
 */
public record JobSnapshot(Instant now, JobRow job, @Nullable Rollout rollout, List<PlacedAllocation> allocations) {
    public JobSnapshot {
        allocations = List.copyOf(allocations);
    }
}
