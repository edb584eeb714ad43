package dev.slipway.scheduler.core;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.spec.JobType;
import dev.slipway.store.placement.PlacedAllocation;

/** Compares what a job should be with what it is. Pure: the same state gives the same draft. */
final class Reconciler {
    private final PlannerSettings settings;

    Reconciler(PlannerSettings settings) {
        this.settings = settings;
    }

    Draft reconcile(State state) {
        Draft draft = new Draft();
        boolean batch = state.job().type() == JobType.BATCH;
        switch (Aim.of(state)) {
            case Aim.Nothing nothing -> clear(state, nothing.why(), draft);
            case Aim.Keep keep when batch -> new BatchKeeper(state, keep.version(), draft).run();
            case Aim.Keep keep -> new ServiceKeeper(state, keep.version(), settings, draft).run();
            case Aim.Roll roll when batch -> new BatchRoller(state, roll.rollout(), draft).run();
            case Aim.Roll roll -> new ServiceRoller(state, roll.rollout(), settings, draft).run();
            case Aim.Hold hold -> {}
        }
        return draft;
    }

    private static void clear(State state, String why, Draft draft) {
        for (PlacedAllocation allocation : state.allocations()) {
            if (allocation.desired() == AllocationDesired.RUN) {
                draft.stop(allocation, why);
            }
        }
        boolean quiet = state.allocations().stream()
                .allMatch(allocation -> allocation.clientState().isFinal());
        if (state.job().stopped() && quiet) {
            draft.answer(state.job().waitKey(), "failed", "stopped before it ended");
        }
    }
}
