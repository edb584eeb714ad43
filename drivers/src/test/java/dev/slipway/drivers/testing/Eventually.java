package dev.slipway.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions that no event announces. */
public final class Eventually {
    private Eventually() {}

    /** Fails when {@code condition} does not come true within {@code limit}. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        assertThat(within(limit, condition)).as(what).isTrue();
    }

    /** Whether {@code condition} comes true within {@code limit}. */
    public static boolean within(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return true;
    }
}
