package dev.slipway.scheduler;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets loops wait for news without missing any that came while they were at work. One ring wakes one waiter; who finds
 * more work than its own rings again.
 */
public final class WakeUp {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean rung;

    /** There may be news. */
    public void ring() {
        lock.lock();
        try {
            rung = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a ring, at most {@code limit}; returns at once when it rang since somebody last waited. */
    public void await(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (!rung && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            rung = false;
        } finally {
            lock.unlock();
        }
    }
}
