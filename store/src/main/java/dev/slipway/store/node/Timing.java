package dev.slipway.store.node;

import java.time.Duration;

/**
 * How often nodes call and how long their silence is borne.
 *
 * @param heartbeat longest hold of a sync, 100 ms and up
 */
public record Timing(Duration heartbeat) {
    private static final int LEASE_FACTOR = 5;

    public Timing {
        if (heartbeat.toMillis() < 100) {
            throw new IllegalArgumentException("heartbeat must be at least 100 ms");
        }
    }

    /** How long an assignment is good without contact. */
    public Duration lease() {
        return heartbeat.multipliedBy(LEASE_FACTOR);
    }
}
