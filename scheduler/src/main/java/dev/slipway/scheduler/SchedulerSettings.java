package dev.slipway.scheduler;

import dev.slipway.scheduler.core.PlannerSettings;
import java.time.Duration;

/**
 * Settings of the scheduler's loops.
 *
 * @param planner numbers of the deciding core
 * @param threads jobs looked at side by side in this process, 1 and up
 * @param drain how long an instance that serves goes on after it was taken out of the proxy
 * @param poll longest wait for a wake-up that may have been lost
 */
public record SchedulerSettings(PlannerSettings planner, int threads, Duration drain, Duration poll) {
    public static final SchedulerSettings DEFAULT =
            new SchedulerSettings(PlannerSettings.DEFAULT, 2, Duration.ofMillis(1_500), Duration.ofSeconds(1));

    public SchedulerSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1");
        }
    }
}
