package dev.slipway.scheduler.watch;

import java.time.Duration;

/** For how long signs of life have come without a gap, by a clock that never jumps. Not for several threads. */
final class Availability {
    private final long longestGapNanos;
    private boolean alive;
    private long since;
    private long last;

    Availability(Duration longestGap) {
        this.longestGapNanos = longestGap.toNanos();
    }

    void sign(long nanoTime) {
        if (!alive || nanoTime - last > longestGapNanos) {
            since = nanoTime;
        }
        alive = true;
        last = nanoTime;
    }

    void lost() {
        alive = false;
    }

    /** Zero when the last sign is older than the longest gap. */
    Duration lasting(long nanoTime) {
        if (!alive || nanoTime - last > longestGapNanos) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(nanoTime - since);
    }
}
