package dev.slipway.scheduler.core;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.store.placement.PlacedAllocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a version of a service running outside rollouts. A slot that an instance of another version still fills is left
 * alone, see {@link dev.slipway.store.placement.Deployments}.
 */
final class ServiceKeeper {
    private final State state;
    private final long version;
    private final PlannerSettings settings;
    private final Draft draft;

    ServiceKeeper(State state, long version, PlannerSettings settings, Draft draft) {
        this.state = state;
        this.version = version;
        this.settings = settings;
        this.draft = draft;
    }

    void run() {
        JobSpec spec = state.spec(version);
        for (TaskGroup group : spec.groups()) {
            for (int index = 0; index < group.count(); index++) {
                keep(group, index);
            }
        }
        for (PlacedAllocation allocation : state.live()) {
            if (allocation.version() == version && !wanted(spec, allocation)) {
                draft.stop(allocation, "not wanted any more");
            }
        }
    }

    private void keep(TaskGroup group, int index) {
        List<PlacedAllocation> slot = state.slot(group.name(), index);
        if (slot.stream().anyMatch(PlacedAllocation::isLive)) {
            return;
        }
        List<PlacedAllocation> ended = slot.stream()
                .filter(allocation -> allocation.desired() == AllocationDesired.RUN)
                .toList();
        Optional<Instant> due = ended.isEmpty() ? Optional.empty() : dueAfter(slot, ended.getLast());
        if (due.isPresent() && state.now().isBefore(due.get())) {
            draft.lookAgain(due.get());
            return;
        }
        ended.forEach(allocation -> draft.stop(allocation, "replaced"));
        draft.wish(Wish.of(group, index, version, null, slot.isEmpty() ? null : slot.getLast()));
    }

    /** A lost instance is replaced at once; one that ended by itself after a wait that doubles. */
    private Optional<Instant> dueAfter(List<PlacedAllocation> slot, PlacedAllocation last) {
        if (last.clientState() == AllocationState.LOST) {
            return Optional.empty();
        }
        long failures = slot.stream()
                .filter(allocation -> allocation.clientState() == AllocationState.FAILED
                        || allocation.clientState() == AllocationState.COMPLETE)
                .count();
        Duration wait = settings.rescheduleDelay();
        for (long failure = 1; failure < failures && wait.compareTo(settings.rescheduleLongest()) < 0; failure++) {
            wait = wait.multipliedBy(2);
        }
        if (wait.compareTo(settings.rescheduleLongest()) > 0) {
            wait = settings.rescheduleLongest();
        }
        Instant end = last.endedAt() == null ? last.createdAt() : last.endedAt();
        return Optional.of(end.plus(wait));
    }

    private static boolean wanted(JobSpec spec, PlacedAllocation allocation) {
        return spec.groups().stream()
                .anyMatch(group -> group.name().equals(allocation.groupName()) && allocation.index() < group.count());
    }
}
