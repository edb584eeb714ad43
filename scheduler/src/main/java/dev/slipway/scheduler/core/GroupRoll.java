package dev.slipway.scheduler.core;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.Rollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One group within a rollout. At most {@code maxParallel} new instances are in motion and at most that many stand beside
 * a full set; an old instance that serves goes only while as many as wanted go on serving without it.
 */
final class GroupRoll {
    private final State state;
    private final Rollout rollout;
    private final TaskGroup group;
    private final Predicate<PlacedAllocation> overdue;
    private final Draft draft;
    private final Map<Integer, PlacedAllocation> targets = new TreeMap<>();
    private final List<PlacedAllocation> olds = new ArrayList<>();

    GroupRoll(State state, Rollout rollout, TaskGroup group, Predicate<PlacedAllocation> overdue, Draft draft) {
        this.state = state;
        this.rollout = rollout;
        this.group = group;
        this.overdue = overdue;
        this.draft = draft;
    }

    /** Runs, was reported healthy and has every service passing. */
    static boolean serves(TaskGroup group, PlacedAllocation allocation) {
        return allocation.groupName().equals(group.name())
                && allocation.isHealthy()
                && allocation.clientState() == AllocationState.RUNNING
                && allocation.healthyServices() >= group.services().size();
    }

    void run() {
        for (PlacedAllocation allocation : state.live()) {
            if (allocation.groupName().equals(group.name())) {
                sort(allocation);
            }
        }
        takeOver();
        stopOlds();
        place();
    }

    /** Every wanted instance of the target version serves. */
    boolean isUp() {
        return up() == group.count();
    }

    private void sort(PlacedAllocation allocation) {
        if (allocation.version() != rollout.targetVersion()) {
            olds.add(allocation);
        } else if (allocation.index() >= group.count()) {
            draft.stop(allocation, "not wanted any more");
        } else if (allocation.isUnhealthy() || overdue.test(allocation)) {
            // Left by an earlier deployment of the same version: it holds the slot its replacement needs.
            draft.stop(allocation, "unhealthy");
        } else {
            targets.put(allocation.index(), allocation);
        }
    }

    /** Instances that the target version would start in just the same way are kept running. */
    private void takeOver() {
        for (PlacedAllocation old : List.copyOf(olds)) {
            boolean open = old.index() < group.count() && !targets.containsKey(old.index());
            if (open && !old.isUnhealthy() && !overdue.test(old) && sameInstance(old)) {
                draft.move(old, rollout.targetVersion(), rollout.number());
                targets.put(old.index(), old);
                olds.remove(old);
            }
        }
    }

    private boolean sameInstance(PlacedAllocation old) {
        JobSpec before = state.spec(old.version());
        JobSpec after = state.spec(rollout.targetVersion());
        return before.meta().equals(after.meta())
                && before.nodePool().equals(after.nodePool())
                && before.groups().stream()
                        .anyMatch(other -> other.name().equals(group.name()) && sameTasks(other, group));
    }

    private static boolean sameTasks(TaskGroup before, TaskGroup after) {
        TaskGroup counted = new TaskGroup(
                before.name(),
                after.count(),
                before.tasks(),
                before.networks(),
                before.services(),
                before.restart(),
                before.disconnect());
        return counted.equals(after);
    }

    private void place() {
        int inMotion = targets.size() - up();
        long remaining = olds.stream().filter(old -> !draft.stops(old)).count();
        long room = Math.max(group.count(), remaining) + maxParallel() - targets.size() - remaining;
        long allowed = Math.min(maxParallel() - inMotion, room);
        for (int index = 0; index < group.count() && allowed > 0; index++) {
            if (!targets.containsKey(index)) {
                markEnded(index);
                draft.wish(Wish.of(group, index, rollout.targetVersion(), rollout.number(), predecessor(index)));
                allowed--;
            }
        }
    }

    private void markEnded(int index) {
        state.slot(group.name(), index).stream()
                .filter(allocation -> allocation.version() == rollout.targetVersion())
                .filter(allocation -> allocation.desired() == AllocationDesired.RUN)
                .filter(allocation -> allocation.clientState().isFinal())
                .forEach(allocation -> draft.stop(allocation, "replaced"));
    }

    private @Nullable PlacedAllocation predecessor(int index) {
        List<PlacedAllocation> slot = state.slot(group.name(), index);
        return slot.isEmpty() ? null : slot.getLast();
    }

    private void stopOlds() {
        String reason = "replaced by version " + rollout.targetVersion();
        long serving = olds.stream().filter(this::serves).count();
        if (isUp()) {
            olds.forEach(old -> draft.stop(old, reason));
            return;
        }
        boolean proven = up() > 0;
        for (PlacedAllocation old : olds) {
            if (!serves(old) && (proven || isFailedVersion(old))) {
                draft.stop(old, reason);
            }
        }
        long spare = proven ? up() + serving - group.count() : 0;
        olds.stream()
                .filter(this::serves)
                .sorted(firstToGo())
                .limit(Math.max(0, spare))
                .forEach(old -> draft.stop(old, reason));
    }

    private boolean serves(PlacedAllocation old) {
        return old.isHealthy()
                && old.clientState() == AllocationState.RUNNING
                && old.healthyServices() >= services(old);
    }

    private int services(PlacedAllocation old) {
        return state.spec(old.version()).groups().stream()
                .filter(other -> other.name().equals(group.name()))
                .mapToInt(other -> other.services().size())
                .findFirst()
                .orElse(0);
    }

    private boolean isFailedVersion(PlacedAllocation old) {
        return rollout.state() == DeploymentState.REVERTING && old.version() == rollout.version();
    }

    /** Those whose slot serves in the new version first, then the highest slots. */
    private Comparator<PlacedAllocation> firstToGo() {
        Comparator<PlacedAllocation> replacedFirst = Comparator.comparing(old -> {
            PlacedAllocation target = targets.get(old.index());
            return target == null || !serves(group, target);
        });
        return replacedFirst.thenComparing(PlacedAllocation::index, Comparator.reverseOrder());
    }

    private int up() {
        return (int) targets.values().stream()
                .filter(target -> serves(group, target))
                .count();
    }

    private int maxParallel() {
        return state.spec(rollout.targetVersion()).update().maxParallel();
    }
}
