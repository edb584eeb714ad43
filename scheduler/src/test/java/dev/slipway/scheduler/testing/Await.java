package dev.slipway.scheduler.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition instead of for time. */
public final class Await {
    private static final long STEP_NANOS = 2_000_000;

    private Await() {}

    /** Returns once {@code condition} holds; fails with what {@code state} says after {@code limit}. */
    public static void until(Duration limit, BooleanSupplier condition, Supplier<?> state) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not reached within " + limit + ": " + state.get());
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
