package dev.slipway.worker.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, long enough for a machine with other work. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final long PAUSE_NANOS = 10_000_000;

    private Await() {}

    /**
     * @param what named when it does not happen
     */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within " + LIMIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
