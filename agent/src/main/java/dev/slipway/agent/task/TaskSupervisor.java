package dev.slipway.agent.task;

import dev.slipway.agent.health.Target;
import dev.slipway.agent.log.LogShipper;
import dev.slipway.agent.state.Phase;
import dev.slipway.agent.state.TaskRecord;
import dev.slipway.client.ApiException;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.TaskStateView.Output;
import dev.slipway.model.spi.ExitResult;
import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one task from phase to phase. Each phase is on disk before it is acted upon, so that the next agent goes on
 * where this one was killed. Interrupting the thread leaves the task as it is.
 */
final class TaskSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(TaskSupervisor.class);
    private static final Duration FOR_EVER = Duration.ofDays(10_000);
    private static final Duration SERVER_PAUSE = Duration.ofSeconds(1);
    private static final Duration DRIVER_PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP_AGAIN = Duration.ofSeconds(5);
    private static final Duration LOG_PATIENCE = Duration.ofSeconds(30);
    private final TaskPlace place;
    private final NodeParts parts;
    private final TaskSetup setup;
    private final TaskOutputs outputs;
    private final RestartPolicy policy;
    private final Runnable changed;
    private final TaskSignal signal = new TaskSignal();
    private final CountDownLatch pause = new CountDownLatch(1);
    private final TaskThreads threads;
    private volatile TaskRecord record;
    private volatile boolean timedOut;
    private boolean recovering;
    private @Nullable LogShipper shipper;

    /** {@code record} comes from disk when {@code recovering}; {@code changed} is called after every change of it. */
    TaskSupervisor(TaskPlace place, NodeParts parts, TaskRecord record, boolean recovering, Runnable changed) {
        this.place = place;
        this.parts = parts;
        this.setup = new TaskSetup(place, parts);
        this.outputs = new TaskOutputs(place, parts, setup, signal);
        this.policy = RestartPolicy.of(
                place.assignment().type(), place.assignment().group().restart());
        this.changed = changed;
        this.record = record;
        this.recovering = recovering;
        this.threads = new TaskThreads(place.toString());
    }

    void start() {
        threads.start("task", this::run);
    }

    void stop() {
        signal.stop();
    }

    TaskRecord record() {
        return record;
    }

    String name() {
        return place.name();
    }

    /** What checks look at, while it runs. */
    Optional<Target> target(String port) {
        TaskRecord now = record;
        TaskHandle handle = now.handle();
        Integer number = now.ports().get(port);
        if (now.phase() != Phase.RUNNING || handle == null || number == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Target(Objects.requireNonNullElse(now.address(), parts.address()), number, driver(), handle));
    }

    /** Ends the threads and leaves the task alone. */
    void leave() {
        threads.interrupt();
    }

    boolean awaitLeft(long deadlineNanos) throws InterruptedException {
        return threads.join(deadlineNanos);
    }

    private void run() {
        try {
            ship();
            while (record.phase() != Phase.DEAD) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("task {} cannot be supervised any longer", place, e);
            destroy();
            keep(record.dead(now(), true, List.of(), "the agent failed: " + e.getMessage()));
        }
    }

    private void step() throws InterruptedException {
        switch (record.phase()) {
            case WAITING -> begin();
            case INTENT -> onceDriverAnswers(this::resume);
            case RUNNING -> onceDriverAnswers(this::watch);
            case EXITED -> conclude();
            case DEAD -> {}
        }
    }

    /** What may run is never given up because its driver is away, such as a container engine that restarts. */
    private void onceDriverAnswers(Step step) throws InterruptedException {
        try {
            step.take();
        } catch (SlipwayException e) {
            if (e.code() != ErrorCode.DRIVER_UNAVAILABLE) {
                throw e;
            }
            LOG.warn("task {} waits for its driver: {}", place, e.getMessage());
            pause.await(DRIVER_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private interface Step {
        void take() throws InterruptedException;
    }

    private void begin() throws InterruptedException {
        Instant notBefore = record.notBefore();
        Duration wait = notBefore == null ? Duration.ZERO : Duration.between(now(), notBefore);
        if (signal.awaitStop(wait)) {
            finish(false, "stopped");
            return;
        }
        try {
            TaskDriver driver = driver();
            TaskRecord ready = record;
            if (!ready.prepared()) {
                setup.prepare();
                ready = ready.prepared(TaskPorts.choose(
                        place.assignment().group(), place.task().driver()));
            }
            TaskStart start = setup.start(ready.attempt() + 1, ready.ports());
            intend(ready.intent(ready.attempt() + 1));
            launched(driver.start(start));
        } catch (IOException | SlipwayException | ApiException | UncheckedIOException e) {
            setback(e);
        }
    }

    /** An agent died between intent and handle: the driver knows whether the start happened. */
    private void resume() {
        Optional<TaskHandle> found = driver().find(place.key(record.attempt()));
        if (found.isPresent()) {
            launched(found.get());
        } else {
            keep(record.rewound());
        }
    }

    private void launched(TaskHandle handle) {
        String own = handle.address();
        String address = own != null || record.ports().isEmpty() ? own : parts.address();
        keep(record.running(handle, address, now()));
        ship();
    }

    private void setback(Exception failure) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        String why = "cannot start: " + failure.getMessage();
        LOG.info("task {} {}", place, why, failure);
        switch (Setback.of(failure)) {
            case FINAL -> finish(true, why);
            case WAIT -> keep(record.waiting(now(), SERVER_PAUSE, false, why));
            case COUNTED -> next(policy.afterFailedStart(record.restarts(), now()), why);
        }
    }

    private void watch() throws InterruptedException {
        TaskHandle handle = handle();
        TaskDriver driver = driver();
        if (recovering && !driver.recover(handle)) {
            keep(record.exited(lost(), false));
            return;
        }
        recovering = false;
        timedOut = false;
        signal.attemptBegins();
        Thread ender = threads.start("end", () -> end(driver, handle));
        ExitResult result;
        try {
            result = driver.await(handle);
        } finally {
            signal.attemptEnded();
            ender.join();
        }
        keep(record.exited(result, timedOut && !signal.stopping()));
    }

    /** Stops the task when it is asked for or when its time is up. */
    private void end(TaskDriver driver, TaskHandle handle) {
        try {
            TaskSignal.Cause cause = signal.await(timeLeft());
            timedOut = cause == TaskSignal.Cause.TIME;
            while (cause != TaskSignal.Cause.ENDED && !stopped(driver, handle) && !signal.awaitEnd(STOP_AGAIN)) {
                LOG.warn("task {} is stopped again", place);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stopped(TaskDriver driver, TaskHandle handle) {
        try {
            driver.stop(handle, place.task().killSignal(), place.task().killTimeout());
            return true;
        } catch (RuntimeException e) {
            LOG.error("task {} cannot be stopped", place, e);
            keep(record.noting(now(), "stop failed", String.valueOf(e.getMessage())));
            return false;
        }
    }

    private Duration timeLeft() {
        Duration limit = place.task().timeout();
        Instant since = record.startedAt();
        if (limit == null
                || since == null
                || !RestartPolicy.isOnce(place.assignment().type())) {
            return FOR_EVER;
        }
        return limit.minus(Duration.between(since, now()));
    }

    private void conclude() throws InterruptedException {
        destroy();
        ExitResult exit = Objects.requireNonNull(record.exit(), "ended without a result");
        if (signal.stopping()) {
            finish(false, "stopped");
        } else if (record.timedOut()) {
            finish(
                    true,
                    ErrorCode.TASK_TIMEOUT + ": ran longer than its limit of "
                            + place.task().timeout());
        } else {
            next(policy.afterEnd(exit.successful(), record.restarts(), now()), "ended");
        }
    }

    private void next(RestartPolicy.Next next, String why) throws InterruptedException {
        switch (next) {
            case RestartPolicy.Next.Done() -> finish(false, "completed");
            case RestartPolicy.Next.GiveUp(String reason) -> finish(true, why + "; " + reason);
            case RestartPolicy.Next.Restart(Duration delay) -> keep(record.waiting(now(), delay, true, why));
        }
    }

    /** The last steps before it is reported dead: everything it left must be on the server by then. */
    private void finish(boolean badly, String why) throws InterruptedException {
        boolean failed = badly;
        String reason = why;
        List<Output> left = List.of();
        if (shipper != null && !shipper.finish(LOG_PATIENCE)) {
            keep(record.noting(now(), "logs lost", "the last output could not be sent"));
        }
        try {
            left = outputs.take(record);
        } catch (SlipwayException | ApiException | IOException | UncheckedIOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            failed = badly || !signal.stopping();
            reason = badly ? why : String.valueOf(e.getMessage());
        }
        parts.secrets().delete(place.allocationId(), place.name());
        keep(record.dead(now(), failed, left, reason));
    }

    private void destroy() {
        TaskHandle handle = record.handle();
        if (handle == null) {
            return;
        }
        try {
            driver().destroy(handle);
        } catch (SlipwayException | UncheckedIOException e) {
            LOG.error("task {} cannot be removed", place, e);
        }
    }

    private void ship() {
        if (shipper == null && record.attempt() > 0 && record.phase() != Phase.DEAD) {
            LogShipper created = new LogShipper(
                    place.toString(),
                    setup.logDir(),
                    place.name(),
                    place.task().logs(),
                    (stream, offset, bytes) -> parts.client()
                            .appendLog(place.allocationId(), place.name(), stream, offset, bytes)
                            .nextOffset());
            threads.add(created.start());
            shipper = created;
        }
    }

    /** On disk, or not at all. */
    private void intend(TaskRecord next) {
        parts.state().write(place.allocationId(), place.name(), next);
        record = next;
    }

    /**
     * It has happened, so it is told before it is written, and holds also when the disk refuses it: an agent that finds
     * the phase before asks the driver.
     */
    private void keep(TaskRecord next) {
        record = next;
        changed.run();
        try {
            parts.state().write(place.allocationId(), place.name(), next);
        } catch (UncheckedIOException e) {
            LOG.error("the state of task {} cannot be kept", place, e);
            record = next.noting(now(), "state not kept", String.valueOf(e.getMessage()));
            changed.run();
        }
    }

    private TaskDriver driver() {
        return parts.driver(place.task().driver());
    }

    private TaskHandle handle() {
        return Objects.requireNonNull(record.handle(), "running without a handle");
    }

    private ExitResult lost() {
        return new ExitResult(-1, 0, false, "nothing was left of the task when the agent came back", now());
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
