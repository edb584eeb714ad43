package dev.slipway.stack.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps so many pieces of work going, each followed by the next of its slot. Blocks are cut out of it while it goes on, so
 * that none of them holds the times in which fewer are in flight: the first of each slot and the last ones are in no block.
 */
final class ClosedLoop implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int inFlight;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private List<Double> ended = new ArrayList<>();
    private boolean stopping;
    private @Nullable Exception failure;

    /** One piece of work of a slot, from 0; returns how long it took in milliseconds. */
    @FunctionalInterface
    interface Work {
        double once(int slot) throws Exception;
    }

    /** Begins; ends with {@link #close}. */
    ClosedLoop(int inFlight, Work work) {
        this.inFlight = inFlight;
        for (int number = 0; number < inFlight; number++) {
            int slot = number;
            threads.execute(() -> keep(slot, work));
        }
    }

    /** Waits until as many ended as there are slots, {@code longest} at most. */
    void begin(Block block) {
        take(new Block(inFlight, block.longest()));
    }

    /**
     * Waits for the end of a block and returns how long each piece of work that ended in it took, at least one however
     * long it lasts.
     *
     * @throws IllegalStateException when one failed
     */
    List<Double> take(Block block) {
        lock.lock();
        try {
            ended = new ArrayList<>();
            long end = System.nanoTime() + block.longest().toNanos();
            while (failure == null && ended.size() < block.target() && (left(end) > 0 || ended.isEmpty())) {
                waitUntil(end);
            }
            refuseFailure();
            return List.copyOf(ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** Begins nothing more and waits for what is in flight; a failure of it counts. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
        threads.close();
        refuseFailure();
    }

    private void waitUntil(long end) throws InterruptedException {
        if (left(end) > 0) {
            changed.awaitNanos(left(end));
        } else {
            changed.await();
        }
    }

    private static long left(long end) {
        return end - System.nanoTime();
    }

    private void refuseFailure() {
        if (failure != null) {
            throw new IllegalStateException("the load broke off: " + failure, failure);
        }
    }

    private void keep(int slot, Work work) {
        while (goesOn()) {
            try {
                double millis = work.once(slot);
                report(millis, null);
            } catch (Exception e) {
                report(Double.NaN, e);
            }
        }
    }

    private boolean goesOn() {
        lock.lock();
        try {
            return !stopping && failure == null;
        } finally {
            lock.unlock();
        }
    }

    private void report(double millis, @Nullable Exception problem) {
        lock.lock();
        try {
            if (problem == null) {
                ended.add(millis);
            } else if (failure == null) {
                failure = problem;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
