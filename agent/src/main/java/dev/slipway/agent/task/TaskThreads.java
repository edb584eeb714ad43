package dev.slipway.agent.task;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The virtual threads of one task or allocation; interrupted together when the agent leaves. */
final class TaskThreads {
    private final String owner;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    TaskThreads(String owner) {
        this.owner = owner;
    }

    Thread start(String name, Runnable body) {
        Thread thread = Thread.ofVirtual().name(name + "-" + owner).unstarted(() -> {
            try {
                body.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** A thread started elsewhere. */
    void add(Thread thread) {
        threads.removeIf(known -> !known.isAlive() && known.getState() == Thread.State.TERMINATED);
        threads.add(thread);
    }

    void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** Waits until all have ended, at most until {@code deadlineNanos}; false when some have not. */
    boolean join(long deadlineNanos) throws InterruptedException {
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }
}
