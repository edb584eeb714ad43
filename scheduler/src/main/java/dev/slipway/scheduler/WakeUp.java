package dev.slipway.scheduler;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets loops wait for news without missing any that came while they were at work. */
public final class WakeUp {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long count;

    /** Tells every loop that there may be news. */
    public void ring() {
        lock.lock();
        try {
            count++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often it rang so far; read before looking at the data and handed to {@link #await}. */
    public long rung() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it rings after {@code seen} was read, at most {@code limit}. */
    public void await(long seen, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (count == seen && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
