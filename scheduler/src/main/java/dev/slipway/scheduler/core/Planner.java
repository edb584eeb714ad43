package dev.slipway.scheduler.core;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.spec.JobType;
import dev.slipway.store.placement.NodeRoom;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.PlacementPlan;
import dev.slipway.store.placement.PlacementPlan.Blocked;
import dev.slipway.store.placement.PlacementPlan.Placement;
import dev.slipway.store.placement.PlacementPlan.Progress;
import dev.slipway.store.placement.Rollout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns a state into a plan: what should be, where it fits, what to say of it. */
public final class Planner {
    /** Begins the description of a deployment that waits for room. */
    static final String NO_CAPACITY = "no capacity: ";

    private static final String LIMIT = "as many tasks of the project run as its build.maxConcurrent allows";
    private static final int MOST_REASONS = 10;

    private final Reconciler reconciler;
    private final Supplier<UUID> ids;

    /** @param ids ids of new allocations */
    public Planner(PlannerSettings settings, Supplier<UUID> ids) {
        this.reconciler = new Reconciler(settings);
        this.ids = ids;
    }

    /**
     * Plans one job.
     *
     * @param nodes node pool to its nodes; asked only when something has to be placed
     * @param allowance how many instances may be placed, whatever room there is; asked only then, too
     */
    public PlacementPlan plan(State state, Function<String, List<NodeRoom>> nodes, IntSupplier allowance) {
        Draft draft = reconciler.reconcile(state);
        List<Placement> placements = new ArrayList<>();
        List<Wish> unplaced = new ArrayList<>();
        TreeSet<String> refusals = new TreeSet<>();
        boolean stopFirst = false;
        if (!draft.wishes().isEmpty()) {
            String pool = state.spec(draft.wishes().getFirst().version()).nodePool();
            Placer placer = new Placer(nodes.apply(pool), neighbours(state));
            int allowed = Math.min(allowance.getAsInt(), draft.wishes().size());
            for (Wish wish : draft.wishes().subList(0, allowed)) {
                Optional<NodeRoom> node = placer.place(wish);
                node.ifPresentOrElse(found -> placements.add(placement(wish, found)), () -> unplaced.add(wish));
            }
            unplaced.forEach(wish -> refusals.addAll(placer.refusals(wish)));
            stopFirst = new StopFirst(state, placer.rooms(), draft).makeRoom(unplaced);
            if (allowed < draft.wishes().size()) {
                refusals.add(LIMIT);
                unplaced.addAll(draft.wishes().subList(allowed, draft.wishes().size()));
            }
        }
        Blocked blocked = blocked(unplaced, refusals);
        return new PlacementPlan(
                draft.stops(),
                draft.moves(),
                placements,
                progress(state.rollout(), draft.progress(), placements.size(), blocked, stopFirst, state),
                draft.answer(),
                draft.lookAgain(),
                blocked);
    }

    private Placement placement(Wish wish, NodeRoom node) {
        return new Placement(
                ids.get(),
                wish.group(),
                wish.index(),
                wish.version(),
                wish.deployment(),
                node.id(),
                node.epoch(),
                wish.cpu(),
                wish.memory(),
                wish.previous());
    }

    private static @Nullable Blocked blocked(List<Wish> unplaced, TreeSet<String> refusals) {
        if (unplaced.isEmpty()) {
            return null;
        }
        int cpu = unplaced.stream().mapToInt(Wish::cpu).min().orElse(0);
        long memory = unplaced.stream().mapToLong(Wish::memory).min().orElse(0);
        return new Blocked(refusals.stream().limit(MOST_REASONS).toList(), cpu, memory);
    }

    private static Map<String, Integer> neighbours(State state) {
        Map<String, Integer> counts = new HashMap<>();
        for (PlacedAllocation allocation : state.live()) {
            counts.merge(Placer.neighbour(allocation.groupName(), allocation.nodeId()), 1, Integer::sum);
        }
        return counts;
    }

    private static @Nullable Progress progress(
            @Nullable Rollout rollout,
            @Nullable Progress drafted,
            int placedNow,
            @Nullable Blocked blocked,
            boolean stopFirst,
            State state) {
        if (rollout == null || drafted == null) {
            return null;
        }
        int placed = drafted.placed() + placedNow;
        String text = rollout.state() == DeploymentState.REVERTING
                ? rollout.description()
                : describe(rollout, drafted, blocked, stopFirst, state.job().type());
        Progress wanted = new Progress(
                drafted.deployment(),
                drafted.desiredTotal(),
                placed,
                drafted.healthy(),
                drafted.unhealthy(),
                text,
                drafted.progressBy());
        return wanted.equals(current(rollout)) ? null : wanted;
    }

    private static String describe(
            Rollout rollout, Progress drafted, @Nullable Blocked blocked, boolean stopFirst, JobType type) {
        String done = type == JobType.BATCH ? " ended" : " healthy";
        String counted = drafted.healthy() + " of " + drafted.desiredTotal() + done;
        if (stopFirst || rollout.description().contains(StopFirst.TEXT)) {
            return counted + "; " + StopFirst.TEXT;
        }
        return blocked == null ? counted : NO_CAPACITY + String.join("; ", blocked.reasons());
    }

    private static Progress current(Rollout rollout) {
        return new Progress(
                rollout.number(),
                rollout.desiredTotal(),
                rollout.placed(),
                rollout.healthy(),
                rollout.unhealthy(),
                rollout.description(),
                rollout.progressBy());
    }
}
