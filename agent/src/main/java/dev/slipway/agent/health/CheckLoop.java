package dev.slipway.agent.health;

import dev.slipway.model.spec.CheckSpec;
import dev.slipway.model.spi.TaskHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks again and again. Until the first success it asks more often than the interval says, from every 50 ms to every
 * second: a task that is up is found up at once. Whether it was well before an agent restart is taken as the first answer.
 */
final class CheckLoop {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration EAGER = Duration.ofSeconds(1);
    private final CheckSpec check;
    private final Prober prober;
    private final Supplier<Optional<Target>> target;
    private final Consumer<Optional<String>> result;
    private final CountDownLatch closed;

    /** {@code target} is empty while the task does not run; {@code result} is told every answer, empty for well. */
    CheckLoop(
            CheckSpec check,
            Prober prober,
            Supplier<Optional<Target>> target,
            Consumer<Optional<String>> result,
            CountDownLatch closed) {
        this.check = check;
        this.prober = prober;
        this.target = target;
        this.result = result;
        this.closed = closed;
    }

    void run(boolean wasWell) throws InterruptedException {
        Optional<TaskHandle> asked = target.get().map(Target::handle);
        boolean well = wasWell;
        Duration eager = FIRST;
        Duration wait = wasWell ? shorter(check.interval(), EAGER) : Duration.ZERO;
        while (!pause(wait, asked)) {
            Optional<Target> now = target.get();
            if (!now.map(Target::handle).equals(asked)) {
                asked = now.map(Target::handle);
                well = false;
                eager = FIRST;
            }
            if (now.isPresent()) {
                Optional<String> answer = prober.probe(check, now.get());
                result.accept(answer);
                well = well || answer.isEmpty();
            }
            wait = well ? check.interval() : shorter(check.interval(), eager);
            eager = now.isPresent() ? shorter(eager.multipliedBy(2), EAGER) : FIRST;
        }
    }

    /** Waits, but not longer than the task lives; true when it is over. */
    private boolean pause(Duration wait, Optional<TaskHandle> asked) throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = until - System.nanoTime()) {
            if (closed.await(Math.min(left, GLANCE.toNanos()), TimeUnit.NANOSECONDS)) {
                return true;
            }
            if (!target.get().map(Target::handle).equals(asked)) {
                return false;
            }
        }
        return closed.await(0, TimeUnit.NANOSECONDS);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
