package dev.slipway.scheduler.core;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.PlacementPlan.Progress;
import dev.slipway.store.placement.Rollout;
import java.util.ArrayList;
import java.util.List;

/**
 * A deployment of a batch job runs its version once, instead of what still runs of others, and is healthy when all of it
 * has ended well. A revert only stops it: what ended long ago is not run again.
 */
final class BatchRoller {
    private final State state;
    private final Rollout rollout;
    private final Draft draft;
    private final List<PlacedAllocation> failed = new ArrayList<>();
    private final List<Wish> wishes = new ArrayList<>();
    private int complete;
    private int running;

    BatchRoller(State state, Rollout rollout, Draft draft) {
        this.state = state;
        this.rollout = rollout;
        this.draft = draft;
    }

    void run() {
        if (rollout.state() == DeploymentState.REVERTING) {
            state.live().stream()
                    .filter(allocation -> allocation.version() != rollout.targetVersion())
                    .forEach(allocation -> draft.stop(allocation, "reverted"));
            draft.answer(rollout.waitKey(), "reverted", "stopped");
            return;
        }
        List<TaskGroup> groups = state.spec(rollout.targetVersion()).groups();
        for (TaskGroup group : groups) {
            for (int index = 0; index < group.count(); index++) {
                run(group, index);
            }
        }
        state.live().stream()
                .filter(allocation -> !isMine(allocation))
                .forEach(allocation -> draft.stop(allocation, "replaced by version " + rollout.targetVersion()));
        int total = groups.stream().mapToInt(TaskGroup::count).sum();
        answer(total);
        draft.progress(new Progress(
                rollout.number(),
                total,
                running + complete,
                complete,
                failed.size(),
                rollout.description(),
                rollout.progressBy()));
    }

    private void answer(int total) {
        if (!failed.isEmpty()) {
            state.live().forEach(allocation -> draft.stop(allocation, "another task of the job failed"));
            draft.answer(rollout.waitKey(), "unhealthy", FailureText.of(failed.getFirst()));
        } else if (complete == total) {
            draft.answer(rollout.waitKey(), "healthy", "ended with exit code 0");
        } else {
            wishes.forEach(draft::wish);
        }
    }

    private boolean isMine(PlacedAllocation allocation) {
        Long deployment = allocation.deploymentNumber();
        return allocation.version() == rollout.targetVersion() && deployment != null && deployment == rollout.number();
    }

    private void run(TaskGroup group, int index) {
        List<PlacedAllocation> slot =
                state.slot(group.name(), index).stream().filter(this::isMine).toList();
        if (slot.stream().anyMatch(allocation -> allocation.clientState() == AllocationState.COMPLETE)) {
            complete++;
        } else if (slot.stream().anyMatch(PlacedAllocation::isLive)) {
            running++;
        } else {
            slot.stream()
                    .filter(allocation -> allocation.clientState() == AllocationState.FAILED)
                    .findFirst()
                    .ifPresentOrElse(failed::add, () -> rerun(group, index, slot));
        }
    }

    private void rerun(TaskGroup group, int index, List<PlacedAllocation> slot) {
        slot.stream()
                .filter(allocation -> allocation.desired() == AllocationDesired.RUN)
                .forEach(allocation -> draft.stop(allocation, "replaced"));
        wishes.add(Wish.of(
                group, index, rollout.targetVersion(), rollout.number(), slot.isEmpty() ? null : slot.getLast()));
    }
}
