package dev.slipway.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Waits between tries: doubling, spread at random over 50 to 150 per cent, so that many clients do not come at once. */
final class Backoff {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private final Duration first;
    private final CountDownLatch closed = new CountDownLatch(1);

    Backoff(Duration first) {
        this.first = first;
    }

    /** The wait after the n-th failure, n from 1. */
    Duration after(int failures) {
        long mean = Math.min(LONGEST.toNanos(), first.toNanos() << Math.min(20, failures - 1));
        return Duration.ofNanos(mean / 2 + ThreadLocalRandom.current().nextLong(mean + 1));
    }

    /** Waits; false when {@link #close} came first. */
    boolean pause(Duration duration) throws InterruptedException {
        return !closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    void close() {
        closed.countDown();
    }
}
