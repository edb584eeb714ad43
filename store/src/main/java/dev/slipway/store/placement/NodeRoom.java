package dev.slipway.store.placement;

import java.util.Set;

/**
 * A node and what is left of it.
 *
 * @param usable whether it is ready and eligible
 * @param cpu thousandths of a core it has
 * @param memory bytes it has
 * @param usedCpu taken by allocations that have not ended
 * @param usedMemory taken by allocations that have not ended
 * @param stoppingCpu part of {@code usedCpu} that is about to be freed
 * @param stoppingMemory part of {@code usedMemory} that is about to be freed
 * @param drivers healthy drivers
 */
public record NodeRoom(
        String id,
        String name,
        long epoch,
        boolean usable,
        int cpu,
        long memory,
        int usedCpu,
        long usedMemory,
        int stoppingCpu,
        long stoppingMemory,
        Set<String> drivers) {
    public NodeRoom {
        drivers = Set.copyOf(drivers);
    }

    public int freeCpu() {
        return cpu - usedCpu;
    }

    public long freeMemory() {
        return memory - usedMemory;
    }

    /** The same node after something more was placed on it. */
    public NodeRoom with(int moreCpu, long moreMemory) {
        return new NodeRoom(
                id,
                name,
                epoch,
                usable,
                cpu,
                memory,
                usedCpu + moreCpu,
                usedMemory + moreMemory,
                stoppingCpu,
                stoppingMemory,
                drivers);
    }

    /** The same node after something on it was told to stop. */
    public NodeRoom stopping(int moreCpu, long moreMemory) {
        return new NodeRoom(
                id,
                name,
                epoch,
                usable,
                cpu,
                memory,
                usedCpu,
                usedMemory,
                stoppingCpu + moreCpu,
                stoppingMemory + moreMemory,
                drivers);
    }
}
