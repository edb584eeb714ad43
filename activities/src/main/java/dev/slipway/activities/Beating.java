package dev.slipway.activities;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Beats for a long activity once a second, as long as it gets on: when nothing was seen of it for a while the beats stop
 * and the server gives the activity to somebody else. A cancel or the loss of the activity interrupts the body.
 */
final class Beating {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration STALLED = Duration.ofMinutes(10);

    private Beating() {}

    /** Work that tells of its progress. */
    @FunctionalInterface
    interface Body<T> {
        T run(Runnable progress) throws InterruptedException;
    }

    /** Runs {@code body} on this thread. */
    static <T> T whileRunning(Body<T> body) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        AtomicLong lastProgress = new AtomicLong(System.nanoTime());
        AtomicReference<ActivityCompletionException> ended = new AtomicReference<>();
        Thread worker = Thread.currentThread();
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("heartbeat").factory())) {
            ScheduledFuture<?> beats = clock.scheduleAtFixedRate(
                    () -> beat(context, lastProgress, ended, worker), 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return body.run(() -> lastProgress.set(System.nanoTime()));
            } catch (InterruptedException e) {
                ActivityCompletionException why = ended.get();
                if (why != null) {
                    throw why;
                }
                Thread.currentThread().interrupt();
                throw new SlipwayException(ErrorCode.UNAVAILABLE, "the worker is shutting down", e);
            } finally {
                beats.cancel(false);
            }
        }
    }

    private static void beat(
            ActivityExecutionContext context,
            AtomicLong lastProgress,
            AtomicReference<ActivityCompletionException> ended,
            Thread worker) {
        if (System.nanoTime() - lastProgress.get() > STALLED.toNanos()) {
            return;
        }
        try {
            context.heartbeat(null);
        } catch (ActivityCompletionException e) {
            ended.set(e);
            worker.interrupt();
            throw e;
        }
    }
}
