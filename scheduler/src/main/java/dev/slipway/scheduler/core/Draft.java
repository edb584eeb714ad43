package dev.slipway.scheduler.core;

import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.PlacementPlan.Answer;
import dev.slipway.store.placement.PlacementPlan.Move;
import dev.slipway.store.placement.PlacementPlan.Progress;
import dev.slipway.store.placement.PlacementPlan.Stop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects what is to change while one look at a job is under way. */
final class Draft {
    private final Map<UUID, Stop> stops = new LinkedHashMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<Wish> wishes = new ArrayList<>();
    private @Nullable Progress progress;
    private @Nullable Answer answer;
    private @Nullable Instant lookAgain;

    void stop(PlacedAllocation allocation, String reason) {
        stops.putIfAbsent(
                allocation.id(),
                new Stop(
                        allocation.id(),
                        allocation.nodeId(),
                        reason,
                        allocation.clientState().isFinal()));
    }

    boolean stops(PlacedAllocation allocation) {
        return stops.containsKey(allocation.id());
    }

    void move(PlacedAllocation allocation, long version, long deployment) {
        moves.add(new Move(allocation.id(), allocation.nodeId(), version, deployment));
    }

    boolean moves(PlacedAllocation allocation) {
        return moves.stream().anyMatch(move -> move.id().equals(allocation.id()));
    }

    void wish(Wish wish) {
        wishes.add(wish);
    }

    void progress(Progress counters) {
        progress = counters;
    }

    void answer(@Nullable String waitKey, String outcome, String text) {
        if (waitKey != null) {
            answer = new Answer(waitKey, outcome, text);
        }
    }

    void lookAgain(Instant at) {
        if (lookAgain == null || at.isBefore(lookAgain)) {
            lookAgain = at;
        }
    }

    List<Stop> stops() {
        return List.copyOf(stops.values());
    }

    List<Move> moves() {
        return moves;
    }

    List<Wish> wishes() {
        return wishes;
    }

    @Nullable
    Progress progress() {
        return progress;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    @Nullable
    Instant lookAgain() {
        return lookAgain;
    }
}
