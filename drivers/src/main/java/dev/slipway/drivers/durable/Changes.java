package dev.slipway.drivers.durable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Waits for something on disk to change. Looks again whenever somebody in this process says so, and at short intervals
 * because a shim or another process cannot.
 */
public final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Wakes everybody who waits. */
    public void announce() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns what {@code look} finds, or empty after {@code limit}. */
    public <T> Optional<T> await(Supplier<Optional<T>> look, Duration interval, Duration limit)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<T> found = look.get();
        while (found.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return found;
            }
            pause(Math.min(left, interval.toNanos()));
            found = look.get();
        }
        return found;
    }

    /** Returns what {@code look} finds, however long it takes. */
    public <T> T await(Supplier<Optional<T>> look, Duration interval) throws InterruptedException {
        Optional<T> found = look.get();
        while (found.isEmpty()) {
            pause(interval.toNanos());
            found = look.get();
        }
        return found.get();
    }

    private void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            if (!changed.await(nanos, TimeUnit.NANOSECONDS) && Thread.interrupted()) {
                throw new InterruptedException();
            }
        } finally {
            lock.unlock();
        }
    }
}
