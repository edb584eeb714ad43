package dev.slipway.scheduler.core;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.store.placement.PlacedAllocation;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings every slot of a batch job to its end once. Restarts are the agent's; a failed allocation is final. A lost one
 * is run again on another node, because its node is fenced, but not for ever.
 */
final class BatchKeeper {
    /** A task that loses its node this often is taken for the cause. */
    static final int LOSSES = 3;

    private final State state;
    private final long version;
    private final Draft draft;
    private final List<String> failures = new ArrayList<>();
    private boolean running;

    BatchKeeper(State state, long version, Draft draft) {
        this.state = state;
        this.version = version;
        this.draft = draft;
    }

    void run() {
        List<Wish> wishes = new ArrayList<>();
        for (TaskGroup group : state.spec(version).groups()) {
            for (int index = 0; index < group.count(); index++) {
                keep(group, index, wishes);
            }
        }
        if (!failures.isEmpty()) {
            state.live().forEach(allocation -> draft.stop(allocation, "another task of the job failed"));
            draft.answer(state.job().waitKey(), "failed", String.join("; ", failures));
        } else if (wishes.isEmpty() && !running) {
            draft.answer(state.job().waitKey(), "complete", "exit code 0");
        } else {
            wishes.forEach(draft::wish);
        }
    }

    private void keep(TaskGroup group, int index, List<Wish> wishes) {
        List<PlacedAllocation> slot = state.slot(group.name(), index).stream()
                .filter(allocation -> allocation.version() == version)
                .toList();
        if (has(slot, AllocationState.COMPLETE)) {
            return;
        }
        if (slot.stream().anyMatch(PlacedAllocation::isLive)) {
            running = true;
            return;
        }
        List<PlacedAllocation> failed = slot.stream()
                .filter(allocation -> allocation.clientState() == AllocationState.FAILED
                        && allocation.desired() == AllocationDesired.RUN)
                .toList();
        List<PlacedAllocation> lost = slot.stream()
                .filter(allocation -> allocation.clientState() == AllocationState.LOST)
                .toList();
        if (!failed.isEmpty()) {
            failures.add(FailureText.of(failed.getLast()));
        } else if (lost.size() >= LOSSES) {
            failures.add("lost its node " + lost.size() + " times");
        } else {
            lost.stream()
                    .filter(allocation -> allocation.desired() == AllocationDesired.RUN)
                    .forEach(allocation -> draft.stop(allocation, "replaced"));
            wishes.add(Wish.of(group, index, version, null, lost.isEmpty() ? null : lost.getLast()));
        }
    }

    private static boolean has(List<PlacedAllocation> slot, AllocationState ended) {
        return slot.stream().anyMatch(allocation -> allocation.clientState() == ended);
    }
}
