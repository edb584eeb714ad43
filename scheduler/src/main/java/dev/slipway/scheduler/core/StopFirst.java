package dev.slipway.scheduler.core;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.spec.JobType;
import dev.slipway.store.placement.NodeRoom;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.Rollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What to do when a rollout cannot place a new instance beside the old ones because no node has the room: if stopping
 * one old instance of the group makes the room, it is stopped first. Room that is about to become free is waited for.
 */
final class StopFirst {
    /** Description of a deployment that proceeds like this. */
    static final String TEXT = "no node has room for both versions, so old instances stop before new ones start";

    private final State state;
    private final List<NodeRoom> rooms;
    private final Draft draft;

    StopFirst(State state, List<NodeRoom> rooms, Draft draft) {
        this.state = state;
        this.rooms = new ArrayList<>(rooms);
        this.draft = draft;
    }

    /** Adds stops for the wishes; true when it added any. */
    boolean makeRoom(List<Wish> unplaced) {
        Rollout rollout = state.rollout();
        if (rollout == null || state.job().type() == JobType.BATCH) {
            return false;
        }
        draft.stops()
                .forEach(stop -> state.allocations().stream()
                        .filter(allocation -> allocation.id().equals(stop.id()) && !stop.ended())
                        .forEach(this::freed));
        boolean stopped = false;
        for (Wish wish : unplaced) {
            if (wish.deployment() != null && inMotion(wish) < maxParallel(wish) && !claimPending(wish)) {
                stopped |= stopOne(wish);
            }
        }
        return stopped;
    }

    /** Old instances of the group that were told to stop and have not ended. */
    private long inMotion(Wish wish) {
        return state.allocations().stream()
                .filter(allocation -> allocation.groupName().equals(wish.group()))
                .filter(allocation -> !allocation.clientState().isFinal())
                .filter(allocation -> allocation.desired() == AllocationDesired.STOP || draft.stops(allocation))
                .count();
    }

    private int maxParallel(Wish wish) {
        return state.spec(wish.version()).update().maxParallel();
    }

    /** Whether a node will have room once what is stopping has ended; that room is then spoken for. */
    private boolean claimPending(Wish wish) {
        for (int position = 0; position < rooms.size(); position++) {
            NodeRoom node = rooms.get(position);
            if (Placer.suits(node, wish) && fits(node, wish, 0, 0)) {
                rooms.set(position, node.with(wish.cpu(), wish.memory()));
                return true;
            }
        }
        return false;
    }

    private boolean stopOne(Wish wish) {
        Optional<PlacedAllocation> victim = state.live().stream()
                .filter(old -> old.groupName().equals(wish.group()) && old.version() != wish.version())
                .filter(old -> !draft.stops(old) && !draft.moves(old))
                .filter(old -> rooms.stream()
                        .anyMatch(node -> node.id().equals(old.nodeId())
                                && Placer.suits(node, wish)
                                && fits(node, wish, old.cpu(), old.memory())))
                .min(Comparator.<PlacedAllocation, Boolean>comparing(PlacedAllocation::isHealthy)
                        .thenComparing(old -> old.index() != wish.index())
                        .thenComparing(PlacedAllocation::index, Comparator.reverseOrder()));
        victim.ifPresent(old -> {
            draft.stop(old, "stopped first: no room for both versions");
            freed(old);
            claimPending(wish);
        });
        return victim.isPresent();
    }

    private void freed(PlacedAllocation allocation) {
        rooms.replaceAll(node ->
                node.id().equals(allocation.nodeId()) ? node.stopping(allocation.cpu(), allocation.memory()) : node);
    }

    private static boolean fits(NodeRoom node, Wish wish, int moreCpu, long moreMemory) {
        return node.freeCpu() + node.stoppingCpu() + moreCpu >= wish.cpu()
                && node.freeMemory() + node.stoppingMemory() + moreMemory >= wish.memory();
    }
}
