package dev.slipway.scheduler.core;

import dev.slipway.model.spec.JobSpec;
import dev.slipway.store.placement.JobRow;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the core may read about a job.
 *
 * @param rollout open deployment, null when there is none
 * @param specs specs of the desired version, of both versions of the rollout and of every live allocation
 * @param allocations see {@link dev.slipway.store.placement.JobSnapshot}
 */
public record State(
        Instant now,
        JobRow job,
        @Nullable Rollout rollout,
        Map<Long, JobSpec> specs,
        List<PlacedAllocation> allocations) {
    public State {
        specs = Map.copyOf(specs);
        allocations = List.copyOf(allocations);
    }

    JobSpec spec(long version) {
        JobSpec spec = specs.get(version);
        if (spec == null) {
            throw new IllegalStateException("version " + version + " of " + job.key() + " was not loaded");
        }
        return spec;
    }

    List<PlacedAllocation> live() {
        return allocations.stream().filter(PlacedAllocation::isLive).toList();
    }

    /** Everything known of one slot of a group, oldest first. */
    List<PlacedAllocation> slot(String group, int index) {
        return allocations.stream()
                .filter(allocation -> allocation.groupName().equals(group) && allocation.index() == index)
                .toList();
    }
}
