package dev.slipway.scheduler.core;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.Durations;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spec.UpdateSpec;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.PlacementPlan.Progress;
import dev.slipway.store.placement.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries a deployment of a service on: new instances beside old ones, old ones out once new ones serve. It stands still
 * with an answer as soon as an instance it placed is unhealthy, or when nothing became healthy for too long.
 */
final class ServiceRoller {
    private final State state;
    private final Rollout rollout;
    private final JobSpec spec;
    private final UpdateSpec update;
    private final PlannerSettings settings;
    private final Draft draft;

    ServiceRoller(State state, Rollout rollout, PlannerSettings settings, Draft draft) {
        this.state = state;
        this.rollout = rollout;
        this.spec = state.spec(rollout.targetVersion());
        this.update = spec.update();
        this.settings = settings;
        this.draft = draft;
    }

    void run() {
        List<PlacedAllocation> failed = state.allocations().stream()
                .filter(this::isMine)
                .filter(this::failed)
                .toList();
        if (!failed.isEmpty()) {
            draft.progress(counters(failed.size(), rollout.progressBy()));
            draft.answer(rollout.waitKey(), "unhealthy", why(failed.getFirst()));
            return;
        }
        if (isLate() && !isDone()) {
            draft.answer(rollout.waitKey(), "deadline", late());
            return;
        }
        List<GroupRoll> groups = new ArrayList<>();
        for (TaskGroup group : spec.groups()) {
            groups.add(new GroupRoll(state, rollout, group, this::isOverdue, draft));
        }
        groups.forEach(GroupRoll::run);
        boolean allUp = groups.stream().allMatch(GroupRoll::isUp);
        if (allUp) {
            stopLeftovers();
            draft.answer(rollout.waitKey(), reverting() ? "reverted" : "healthy", upText());
        }
        Instant progressBy = progressBy();
        draft.progress(counters(0, progressBy));
        if (!allUp) {
            draft.lookAgain(progressBy);
            lookAtDeadlines();
        }
    }

    private boolean reverting() {
        return rollout.state() == DeploymentState.REVERTING;
    }

    private boolean isTarget(PlacedAllocation allocation) {
        return allocation.version() == rollout.targetVersion();
    }

    /** Placed or taken over by this deployment for the version it moves to now. */
    private boolean isMine(PlacedAllocation allocation) {
        Long deployment = allocation.deploymentNumber();
        return isTarget(allocation) && deployment != null && deployment == rollout.number();
    }

    private boolean failed(PlacedAllocation allocation) {
        if (allocation.desired() == AllocationDesired.STOP) {
            return false;
        }
        return switch (allocation.clientState()) {
            case FAILED, COMPLETE -> true;
            case LOST -> false;
            case PENDING, RUNNING, UNKNOWN -> allocation.isUnhealthy() || isOverdue(allocation);
        };
    }

    private Instant deadline(PlacedAllocation allocation) {
        return allocation.createdAt().plus(update.healthyDeadline()).plus(settings.healthyGrace());
    }

    private boolean isOverdue(PlacedAllocation allocation) {
        return allocation.healthy() == null && !state.now().isBefore(deadline(allocation));
    }

    private String why(PlacedAllocation allocation) {
        String name = allocation.groupName() + "[" + allocation.index() + "] of version " + rollout.targetVersion();
        if (allocation.clientState() == AllocationState.COMPLETE) {
            return name + " ended although it should go on";
        }
        if (allocation.clientState() == AllocationState.FAILED) {
            return name + " failed: " + FailureText.of(allocation);
        }
        String within = " was not healthy within " + Durations.format(update.healthyDeadline());
        return allocation.tasks() == null ? name + within : name + within + ": " + FailureText.of(allocation);
    }

    private boolean isLate() {
        return rollout.progressBy() != null && !state.now().isBefore(rollout.progressBy());
    }

    private String late() {
        String waiting = rollout.description();
        String text = "no instance became healthy within " + Durations.format(update.progressDeadline());
        return waiting.startsWith(Planner.NO_CAPACITY) ? waiting + "; " + text : text;
    }

    private boolean isDone() {
        return spec.groups().stream()
                .allMatch(group -> state.live().stream()
                                .filter(this::isTarget)
                                .filter(allocation -> GroupRoll.serves(group, allocation))
                                .filter(allocation -> allocation.index() < group.count())
                                .count()
                        == group.count());
    }

    /** Groups the target version no longer has, and what ended of other versions and waits for nothing any more. */
    private void stopLeftovers() {
        for (PlacedAllocation allocation : state.allocations()) {
            boolean wanted = allocation.desired() == AllocationDesired.RUN;
            if (wanted && !isTarget(allocation) && !draft.moves(allocation)) {
                draft.stop(allocation, "replaced by version " + rollout.targetVersion());
            }
        }
    }

    /** Slides with every instance that became healthy. */
    private Instant progressBy() {
        if (rollout.progressBy() == null || healthy() > rollout.healthy()) {
            return state.now().plus(update.progressDeadline());
        }
        return rollout.progressBy();
    }

    private void lookAtDeadlines() {
        if (!draft.wishes().isEmpty()) {
            draft.lookAgain(state.now().plus(update.healthyDeadline()).plus(settings.healthyGrace()));
        }
        state.live().stream()
                .filter(this::isTarget)
                .filter(allocation -> allocation.healthy() == null)
                .forEach(allocation -> draft.lookAgain(deadline(allocation)));
    }

    private int healthy() {
        return (int) state.live().stream()
                .filter(allocation -> isTarget(allocation) || draft.moves(allocation))
                .filter(PlacedAllocation::isHealthy)
                .filter(allocation -> !draft.stops(allocation))
                .count();
    }

    private Progress counters(int unhealthy, @Nullable Instant progressBy) {
        int placed = (int) state.live().stream()
                .filter(allocation -> isTarget(allocation) || draft.moves(allocation))
                .filter(allocation -> !draft.stops(allocation))
                .count();
        return new Progress(rollout.number(), total(), placed, healthy(), unhealthy, rollout.description(), progressBy);
    }

    private int total() {
        return spec.groups().stream().mapToInt(TaskGroup::count).sum();
    }

    private String upText() {
        int total = total();
        return total + (total == 1 ? " instance" : " instances") + " of version " + rollout.targetVersion()
                + " healthy";
    }
}
