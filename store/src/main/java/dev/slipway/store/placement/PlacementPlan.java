package dev.slipway.store.placement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything one look at a job changes, committed in one transaction.
 *
 * @param stops carried out before the placements
 * @param moves allocations taken over by another version as they are
 * @param progress counters of the open deployment, null when they have not changed
 * @param answer to whom waits for the job or its deployment, null for none
 * @param lookAgain when to look again even if nothing happens, null for never
 * @param blocked why something could not be placed, null when everything was
 */
public record PlacementPlan(
        List<Stop> stops,
        List<Move> moves,
        List<Placement> placements,
        @Nullable Progress progress,
        @Nullable Answer answer,
        @Nullable Instant lookAgain,
        @Nullable Blocked blocked) {
    public PlacementPlan {
        stops = List.copyOf(stops);
        moves = List.copyOf(moves);
        placements = List.copyOf(placements);
    }

    /**
     * Takes an allocation out.
     *
     * @param ended whether it has ended already, so that its node need not be told
     */
    public record Stop(UUID id, String nodeId, String reason, boolean ended) {}

    /** Makes an allocation one of another version without touching what runs. */
    public record Move(
            UUID id, String nodeId, long version, @Nullable Long deployment) {}

    /**
     * A new allocation.
     *
     * @param nodeEpoch epoch of the node that was looked at; another one by now refuses the plan
     * @param previous allocation it replaces, null for none
     */
    public record Placement(
            UUID id,
            String group,
            int index,
            long version,
            @Nullable Long deployment,
            String node,
            long nodeEpoch,
            int cpu,
            long memory,
            @Nullable UUID previous) {}

    /** Counters of a deployment, see {@link Rollout}. */
    public record Progress(
            long deployment,
            int desiredTotal,
            int placed,
            int healthy,
            int unhealthy,
            String description,
            @Nullable Instant progressBy) {}

    /**
     * What waits for room.
     *
     * @param reasons one sentence per reason, at least one
     * @param cpu what the smallest waiting allocation needs, in thousandths of a core
     * @param memory what that one needs, in bytes
     */
    public record Blocked(List<String> reasons, int cpu, long memory) {
        public Blocked {
            reasons = List.copyOf(reasons);
        }
    }

    /** Answer to a wait. */
    public record Answer(String waitKey, String outcome, String text) {}
}
