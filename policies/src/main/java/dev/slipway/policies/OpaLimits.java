package dev.slipway.policies;

import java.time.Duration;

/**
 * Bounds of one engine's calls.
 *
 * @param attemptTimeout longest wait for one whole answer
 * @param attempts tries per question, 1 and up
 * @param concurrentCalls calls in flight at once; more wait at most one {@code attemptTimeout} for their turn
 * @param failuresToOpen consecutive failed attempts after which the breaker opens
 * @param openFor how long an open breaker answers at once before it lets one probe through
 */
public record OpaLimits(
        Duration attemptTimeout, int attempts, int concurrentCalls, int failuresToOpen, Duration openFor) {
    public static final OpaLimits DEFAULT = new OpaLimits(Duration.ofMillis(500), 2, 32, 5, Duration.ofSeconds(5));

    public OpaLimits {
        if (attempts < 1 || concurrentCalls < 1 || failuresToOpen < 1) {
            throw new IllegalArgumentException("attempts, concurrentCalls and failuresToOpen must be at least 1");
        }
        if (!attemptTimeout.isPositive() || !openFor.isPositive()) {
            throw new IllegalArgumentException("attemptTimeout and openFor must be positive");
        }
    }
}
