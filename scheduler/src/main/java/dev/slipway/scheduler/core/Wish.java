package dev.slipway.scheduler.core;

import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spec.TaskSpec;
import dev.slipway.store.placement.PlacedAllocation;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An allocation that should exist, on a node still to be found.
 *
 * @param deployment deployment it belongs to, null for none
 * @param drivers drivers its tasks need
 * @param previous allocation it replaces, null for none
 * @param avoid node its predecessor failed on, taken only when no other has room; null for none
 */
public record Wish(
        String group,
        int index,
        long version,
        @Nullable Long deployment,
        int cpu,
        long memory,
        Set<String> drivers,
        @Nullable UUID previous,
        @Nullable String avoid) {
    public Wish {
        drivers = Set.copyOf(drivers);
    }

    static Wish of(
            TaskGroup group, int index, long version, @Nullable Long deployment, @Nullable PlacedAllocation previous) {
        String left = previous != null && previous.clientState().isFinal() ? previous.nodeId() : null;
        return new Wish(
                group.name(),
                index,
                version,
                deployment,
                group.cpu(),
                group.memory(),
                group.tasks().stream().map(TaskSpec::driver).collect(Collectors.toUnmodifiableSet()),
                previous == null ? null : previous.id(),
                left);
    }
}
