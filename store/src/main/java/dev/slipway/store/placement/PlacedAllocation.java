package dev.slipway.store.placement;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An allocation as the scheduler sees it.
 *
 * @param deploymentNumber deployment that placed it or took it over, null when none did
 * @param healthy what the agent decided, null while undecided
 * @param healthyServices services of it whose checks pass
 * @param createdAt when it was placed
 * @param endedAt when the agent last spoke of it, which for an ended one is its end; null before
 * @param tasks JSON of its tasks when it failed or is unhealthy, else null
 */
public record PlacedAllocation(
        UUID id,
        String groupName,
        int index,
        long version,
        @Nullable Long deploymentNumber,
        String nodeId,
        AllocationDesired desired,
        AllocationState clientState,
        @Nullable Boolean healthy,
        int healthyServices,
        int cpu,
        long memory,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable String tasks) {
    /** Wanted and not ended. */
    public boolean isLive() {
        return desired == AllocationDesired.RUN && !clientState.isFinal();
    }

    /** Reported healthy and not ended. */
    public boolean isHealthy() {
        return isLive() && Boolean.TRUE.equals(healthy);
    }

    /** Reported unhealthy and not ended. */
    public boolean isUnhealthy() {
        return isLive() && Boolean.FALSE.equals(healthy);
    }
}
