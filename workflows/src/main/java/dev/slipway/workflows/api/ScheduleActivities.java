package dev.slipway.workflows.api;

import io.temporal.activity.ActivityInterface;

/** What a schedule does when it is due, on queue {@link Queues#SOURCE}. */
@ActivityInterface(namePrefix = "Schedule")
public interface ScheduleActivities {
    /** Looks whether the pipeline still has the schedule, and where its default ref is now. */
    ScheduleTip tip(ScheduleInput schedule);

    /** Asks the API for a run, once per key; returns the run's id. */
    String ask(ScheduleInput schedule, String ref, String commit, String key);
}
