package dev.slipway.activities;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets an activity that has just opened a wait listen for the answer for a moment: what is answered at once costs no
 * message to the workflow and no further workflow task. News are hints; what counts is the row.
 */
public final class AnswerNews {
    /** Channel on which the database tells that a wait somebody listens for was answered; the payload is its key. */
    public static final String CHANNEL = "slipway_answer";

    private final Duration longest;
    private final ConcurrentHashMap<String, Set<CountDownLatch>> listeners = new ConcurrentHashMap<>();

    /** @param longest how long an activity listens, 0 to 2 s: as long as a workflow task may be held up by it */
    public AnswerNews(Duration longest) {
        if (longest.isNegative() || longest.compareTo(Duration.ofSeconds(2)) > 0) {
            throw new IllegalArgumentException("a workflow task may be held up for 2 s, not for " + longest);
        }
        this.longest = longest;
    }

    Duration longest() {
        return longest;
    }

    /** There is an answer; an empty key after a lost connection, when there may be any. */
    public void heard(String key) {
        if (key.isEmpty()) {
            listeners.values().forEach(all -> all.forEach(CountDownLatch::countDown));
        } else {
            listeners.getOrDefault(key, Set.of()).forEach(CountDownLatch::countDown);
        }
    }

    /** From now on news about the key are heard; to be called before the wait is opened. */
    Listening listen(String key) {
        CountDownLatch latch = new CountDownLatch(1);
        listeners.compute(key, (name, before) -> {
            Set<CountDownLatch> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            all.add(latch);
            return all;
        });
        return new Listening(key, latch);
    }

    /** One who listens. */
    final class Listening implements AutoCloseable {
        private final String key;
        private final CountDownLatch latch;

        private Listening(String key, CountDownLatch latch) {
            this.key = key;
            this.latch = latch;
        }

        /** Returns when there are news or the time is over; which of the two, the row tells. */
        void await() throws InterruptedException {
            latch.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            listeners.computeIfPresent(key, (name, all) -> {
                all.remove(latch);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
