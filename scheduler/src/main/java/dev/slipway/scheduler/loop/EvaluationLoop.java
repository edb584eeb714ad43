package dev.slipway.scheduler.loop;

import dev.slipway.scheduler.SchedulerSettings;
import dev.slipway.scheduler.WakeUp;
import dev.slipway.store.Database;
import dev.slipway.store.placement.Plans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates jobs until it is closed. Several threads, and several processes, may run side by side: each job is held by
 * one of them at a time.
 */
public final class EvaluationLoop implements AutoCloseable {
    /** Channel that wakes the loop. */
    public static final String CHANNEL = "slipway_evaluation";

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationLoop.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final Duration AFTER_ERROR = Duration.ofMillis(500);

    private final Database database;
    private final Evaluator evaluator;
    private final Duration poll;
    private final WakeUp wakeUp = new WakeUp();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Starts the threads.
     *
     * @param database pool of the worker's role with at least as many connections as threads
     */
    public EvaluationLoop(Database database, SchedulerSettings settings) {
        this.database = database;
        this.evaluator = new Evaluator(database, settings, wakeUp::ring);
        this.poll = settings.poll();
        for (int number = 1; number <= settings.threads(); number++) {
            threads.add(
                    Thread.ofPlatform().daemon().name("evaluation-" + number).start(this::run));
        }
    }

    /** There may be an evaluation; called by the listener of {@link #CHANNEL}. */
    public void wake() {
        wakeUp.ring();
    }

    /** Lets the threads finish what they hold, for a few seconds. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            wakeUp.ring();
            try {
                if (!thread.join(LONGEST_CLOSE)) {
                    LOG.warn("{} is still at work", thread.getName());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void run() {
        loop();
        // One ring wakes one thread; when this one leaves, the next is to hear of it too.
        wakeUp.ring();
    }

    private void loop() {
        while (!closed) {
            try {
                Duration wait = evaluator.evaluateNext(poll).orElseGet(this::untilNext);
                if (!wait.isZero()) {
                    wakeUp.await(wait);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (!closed) {
                    LOG.error("the evaluation loop goes on after an error", e);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            wakeUp.await(AFTER_ERROR);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** An evaluation that is due but held by somebody else is not polled for: its release rings. */
    private Duration untilNext() {
        Duration next = database.jdbi().withHandle(Plans::untilNext).orElse(poll);
        if (next.isZero() || next.compareTo(poll) > 0) {
            return poll;
        }
        return next.plusMillis(1);
    }
}
