package dev.slipway.apiserver.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who wait for news about a key. Register, look, then wait: news between the look and the wait is not lost.
 */
public final class Hub {
    private final ConcurrentHashMap<String, Set<Waiter>> waiters = new ConcurrentHashMap<>();

    /** From now on news about {@code key} wakes the waiter. */
    public Waiter register(String key) {
        Waiter waiter = new Waiter(key);
        waiters.compute(key, (name, before) -> {
            Set<Waiter> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            all.add(waiter);
            return all;
        });
        return waiter;
    }

    public void wake(String key) {
        waiters.getOrDefault(key, Set.of()).forEach(waiter -> waiter.news.release());
    }

    /** After a lost connection to whoever tells us the news: anything may have happened. */
    public void wakeAll() {
        waiters.keySet().forEach(this::wake);
    }

    /** One who waits; used by one thread. */
    public final class Waiter implements AutoCloseable {
        private final String key;
        private final Semaphore news = new Semaphore(0);

        private Waiter(String key) {
            this.key = key;
        }

        /** Waits for news at most {@code limit}; false when there was none. */
        public boolean await(Duration limit) throws InterruptedException {
            if (!news.tryAcquire(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS)) {
                return false;
            }
            news.drainPermits();
            return true;
        }

        @Override
        public void close() {
            waiters.computeIfPresent(key, (name, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
