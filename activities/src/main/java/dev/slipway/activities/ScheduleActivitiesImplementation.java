package dev.slipway.activities;

import dev.slipway.workflows.api.ScheduleActivities;
import dev.slipway.workflows.api.ScheduleInput;
import dev.slipway.workflows.api.ScheduleTip;

/** Beats while a repository or the API is asked. */
final class ScheduleActivitiesImplementation implements ScheduleActivities {
    private final ScheduleStep step;

    ScheduleActivitiesImplementation(ScheduleStep step) {
        this.step = step;
    }

    @Override
    public ScheduleTip tip(ScheduleInput schedule) {
        return Failures.mapped(() -> Beating.whileRunning(progress -> step.tip(schedule)));
    }

    @Override
    public String ask(ScheduleInput schedule, String ref, String commit, String key) {
        return Failures.mapped(() -> Beating.whileRunning(progress -> step.ask(schedule, ref, commit, key)));
    }
}
