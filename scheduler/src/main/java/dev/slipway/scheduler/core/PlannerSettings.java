package dev.slipway.scheduler.core;

import java.time.Duration;

/**
 * Numbers of the core that no job file sets.
 *
 * @param rescheduleDelay wait before a failed service instance gets its first replacement, doubled with each further
 *     failure of the slot within an hour
 * @param rescheduleLongest longest such wait
 * @param healthyGrace how long after the healthy deadline the scheduler decides for an agent that has not
 */
public record PlannerSettings(Duration rescheduleDelay, Duration rescheduleLongest, Duration healthyGrace) {
    public static final PlannerSettings DEFAULT =
            new PlannerSettings(Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(2));
}
