package dev.slipway.agent.task;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the threads of one task tell each other: that it is to stop, and that its current attempt has ended. */
final class TaskSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stop;
    private boolean ended;

    /** Why a wait was over. */
    enum Cause {
        STOP,
        ENDED,
        TIME
    }

    /** Asks for the stop; never taken back. */
    void stop() {
        set(true, ended);
    }

    void attemptBegins() {
        set(stop, false);
    }

    void attemptEnded() {
        set(stop, true);
    }

    boolean stopping() {
        lock.lock();
        try {
            return stop;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the stop, the end of the attempt or {@code limit}, whichever is first; the end outweighs the stop. */
    Cause await(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!stop && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (ended) {
                return Cause.ENDED;
            }
            return stop ? Cause.STOP : Cause.TIME;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of the attempt; false when {@code limit} passed first. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Waits between attempts; true when the stop came first. */
    boolean awaitStop(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!stop && left > 0) {
                left = changed.awaitNanos(left);
            }
            return stop;
        } finally {
            lock.unlock();
        }
    }

    private void set(boolean stopNow, boolean endedNow) {
        lock.lock();
        try {
            stop = stopNow;
            ended = endedNow;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
