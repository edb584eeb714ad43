package dev.slipway.model.spec;

import java.time.Duration;

/**
 * How a new version replaces an old one. Bounds: {@code minHealthyTime < healthyDeadline < progressDeadline}.
 *
 * @param maxParallel instances in motion at once, 1 when absent or 0
 * @param minHealthyTime how long an instance must stay healthy to count, 10 s when absent
 * @param healthyDeadline longest time from placement to healthy, 5 min when absent
 * @param progressDeadline longest time without a newly healthy instance, 10 min when absent
 * @param autoRevert whether the last stable version is restored after a failure; false when absent
 */
public record UpdateSpec(
        int maxParallel,
        Duration minHealthyTime,
        Duration healthyDeadline,
        Duration progressDeadline,
        Boolean autoRevert) {
    public static final UpdateSpec DEFAULT =
            new UpdateSpec(1, Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(10), false);

    public UpdateSpec {
        maxParallel = maxParallel == 0 ? 1 : maxParallel;
        minHealthyTime = minHealthyTime == null ? Duration.ofSeconds(10) : minHealthyTime;
        healthyDeadline = healthyDeadline == null ? Duration.ofMinutes(5) : healthyDeadline;
        progressDeadline = progressDeadline == null ? Duration.ofMinutes(10) : progressDeadline;
        autoRevert = autoRevert != null && autoRevert;
    }
}
