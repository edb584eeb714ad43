package dev.slipway.workflows.api;

import io.temporal.activity.ActivityInterface;

/** Lock queue of one environment; local activities. */
@ActivityInterface(namePrefix = "Environment")
public interface EnvironmentActivities {
    /** Grants the lock to the next in the queue when it is free; returns how many still wait. */
    int grantNext(String project, String environment, String lockName);
}
