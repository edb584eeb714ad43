package dev.slipway.scheduler.core;

import dev.slipway.store.placement.Rollout;

/** Where a job is to be brought. */
sealed interface Aim {
    /** Nothing of the job may run. */
    record Nothing(String why) implements Aim {}

    /** A version is kept running. */
    record Keep(long version) implements Aim {}

    /** A deployment is carried on, forward or back. */
    record Roll(Rollout rollout) implements Aim {}

    /** Nothing changes until the workflow of the deployment has decided. */
    record Hold() implements Aim {}

    static Aim of(State state) {
        Rollout rollout = state.rollout();
        if (rollout == null) {
            return settled(state);
        }
        return switch (rollout.state()) {
            case PENDING -> settled(state);
            case RUNNING, REVERTING -> rolling(rollout);
            case PAUSED, BLOCKED -> new Hold();
            case SUCCESSFUL, FAILED, CANCELLED ->
                throw new IllegalStateException("an ended deployment is not open: " + rollout);
        };
    }

    /** An answered rollout that went well is kept up even while its workflow sleeps. */
    private static Aim rolling(Rollout rollout) {
        if (rollout.answer() == null) {
            return new Roll(rollout);
        }
        return switch (rollout.answer()) {
            case "healthy", "reverted" -> new Keep(rollout.targetVersion());
            default -> new Hold();
        };
    }

    private static Aim settled(State state) {
        if (state.job().stopped()) {
            return new Nothing("the job was stopped");
        }
        long version = state.job().desiredVersion();
        return version == 0 ? new Nothing("no version of the job is wanted") : new Keep(version);
    }
}
