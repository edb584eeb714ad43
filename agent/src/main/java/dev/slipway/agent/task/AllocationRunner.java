package dev.slipway.agent.task;

import dev.slipway.agent.health.HealthJudge;
import dev.slipway.agent.health.ServiceHealth;
import dev.slipway.agent.health.Target;
import dev.slipway.agent.state.AllocationRecord;
import dev.slipway.agent.state.Phase;
import dev.slipway.agent.state.TaskRecord;
import dev.slipway.model.AllocationState;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.model.spec.DisconnectSpec;
import dev.slipway.model.spec.ServiceSpec;
import dev.slipway.model.spec.TaskGroup;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one allocation: its tasks, their health, its stop. Tells every change of what the server should know. */
public final class AllocationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(AllocationRunner.class);
    private final NodeParts parts;
    private final Consumer<AllocationUpdate> updates;
    private final List<TaskSupervisor> tasks;
    private final List<ServiceHealth> services;
    private final TaskThreads threads;
    private final boolean judged;
    private final HealthJudge judge;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private AllocationRecord record;
    private @Nullable AllocationUpdate told;
    private boolean stopStarted;

    private AllocationRunner(
            AllocationRecord record, NodeParts parts, boolean recovering, Consumer<AllocationUpdate> updates) {
        Assignment assignment = record.assignment();
        this.parts = parts;
        this.updates = updates;
        this.record = record;
        this.threads = new TaskThreads(record.id());
        this.judged = !RestartPolicy.isOnce(assignment.type());
        this.judge = new HealthJudge(
                Duration.ofMillis(assignment.minHealthyMillis()),
                record.receivedAt().plusMillis(assignment.healthyDeadlineMillis()),
                record.healthy());
        this.tasks = assignment.group().tasks().stream()
                .map(task -> new TaskPlace(assignment, task))
                .map(place -> new TaskSupervisor(
                        place, parts, TaskRecovery.record(place, parts, recovering), recovering, this::look))
                .toList();
        this.services = assignment.group().services().stream()
                .map(service -> new ServiceHealth(
                        service,
                        parts.prober(),
                        () -> target(service),
                        this::look,
                        record.passing().contains(service.name())))
                .toList();
    }

    /** A new allocation; nothing happens before it is on disk. */
    public static AllocationRunner fresh(Assignment assignment, NodeParts parts, Consumer<AllocationUpdate> updates) {
        AllocationRecord record =
                AllocationRecord.received(assignment, parts.clock().instant());
        parts.state().write(record);
        return new AllocationRunner(record, parts, false, updates);
    }

    /** One that an earlier agent began. */
    public static AllocationRunner recovered(
            AllocationRecord record, NodeParts parts, Consumer<AllocationUpdate> updates) {
        return new AllocationRunner(record, parts, true, updates);
    }

    public String id() {
        return record.id();
    }

    public void start() {
        tasks.forEach(TaskSupervisor::start);
        services.forEach(service -> service.loops().forEach(loop -> threads.start("check", loop)));
        if (judged) {
            threads.start("health", this::judgeInTime);
        }
        lock.lock();
        try {
            if (record.stopAt() != null) {
                stopInTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops it after {@code drain}: until then the proxy takes its traffic away. Sooner stops win. */
    public void stop(Duration drain) {
        lock.lock();
        try {
            AllocationRecord next = record.stopping(parts.clock().instant().plus(drain));
            if (!next.equals(record)) {
                keep(next);
                stopInTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether every task is over. */
    public boolean ended() {
        return tasks.stream().allMatch(task -> task.record().phase() == Phase.DEAD);
    }

    /** When it ended; meaningful once it has. */
    public Instant endedAt() {
        return tasks.stream()
                .map(task -> task.record().finishedAt())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(record.receivedAt());
    }

    /** How long it may run without contact to the server; empty for as long as it likes. */
    public Optional<Duration> stopOnClientAfter() {
        DisconnectSpec disconnect = record.assignment().group().disconnect();
        return Optional.ofNullable(disconnect).map(DisconnectSpec::stopOnClientAfter);
    }

    /** Everything the server should know now. */
    public AllocationUpdate update() {
        lock.lock();
        try {
            Map<String, TaskStateView> views = new LinkedHashMap<>();
            tasks.forEach(task -> views.put(task.name(), task.record().view()));
            List<String> passing = ended() ? List.of() : record.passing();
            return new AllocationUpdate(id(), state(), record.healthy(), views, passing);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the threads and leaves the tasks alone. */
    public void leave() {
        threads.interrupt();
        tasks.forEach(TaskSupervisor::leave);
    }

    /** Waits until what its threads were writing is written; false when that takes beyond {@code deadlineNanos}. */
    public boolean awaitLeft(long deadlineNanos) throws InterruptedException {
        boolean left = threads.join(deadlineNanos);
        for (TaskSupervisor task : tasks) {
            left &= task.awaitLeft(deadlineNanos);
        }
        return left;
    }

    private AllocationState state() {
        if (ended()) {
            return anyFailed() ? AllocationState.FAILED : AllocationState.COMPLETE;
        }
        boolean begun = tasks.stream().anyMatch(task -> task.record().startedAt() != null);
        return begun ? AllocationState.RUNNING : AllocationState.PENDING;
    }

    private boolean anyFailed() {
        return tasks.stream().anyMatch(task -> task.record().failed());
    }

    /** Something changed: decide what follows from it and tell it. */
    private void look() {
        lock.lock();
        try {
            boolean failed = anyFailed();
            services.forEach(ServiceHealth::forgetUnlessRunning);
            List<String> passing = services.stream()
                    .filter(ServiceHealth::passing)
                    .map(ServiceHealth::name)
                    .toList();
            boolean running = tasks.stream().allMatch(task -> task.record().phase() == Phase.RUNNING);
            Boolean healthy = judged
                    ? judge.look(
                            running && passing.size() == services.size(),
                            failed,
                            parts.clock().instant())
                    : null;
            if (!Objects.equals(healthy, record.healthy()) || !passing.equals(record.passing())) {
                keep(record.health(healthy, passing));
            }
            if (failed) {
                tasks.forEach(TaskSupervisor::stop);
            }
            if (ended()) {
                services.forEach(ServiceHealth::close);
            }
            tell();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        AllocationUpdate now = update();
        // That nothing has happened yet is no news, and telling it would only delay the first that is.
        boolean untouched =
                told == null && tasks.stream().allMatch(task -> task.record().equals(TaskRecord.NEW));
        if (!untouched && !now.equals(told)) {
            told = now;
            updates.accept(now);
        }
    }

    private void judgeInTime() {
        try {
            look();
            lock.lock();
            try {
                for (Optional<Instant> next = judge.next(); next.isPresent() && !ended(); next = judge.next()) {
                    Duration wait = Duration.between(parts.clock().instant(), next.get());
                    if (wait.isPositive() && changed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                        continue;
                    }
                    look();
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopInTime() {
        if (!stopStarted) {
            stopStarted = true;
            threads.start("drain", this::drain);
        }
        changed.signalAll();
    }

    private void drain() {
        try {
            lock.lock();
            try {
                Duration wait = untilStop();
                while (wait.isPositive() && !ended()) {
                    if (!changed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                        LOG.debug("allocation {} is drained", id());
                    }
                    wait = untilStop();
                }
            } finally {
                lock.unlock();
            }
            tasks.forEach(TaskSupervisor::stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration untilStop() {
        return Duration.between(parts.clock().instant(), Objects.requireNonNull(record.stopAt(), "not to be stopped"));
    }

    private void keep(AllocationRecord next) {
        record = next;
        try {
            parts.state().write(next);
        } catch (UncheckedIOException e) {
            LOG.error("the state of allocation {} cannot be kept; an agent restart would not know it", id(), e);
        }
    }

    private Optional<Target> target(ServiceSpec service) {
        TaskGroup group = record.assignment().group();
        String serving = service.task() == null ? group.tasks().getFirst().name() : service.task();
        return tasks.stream()
                .filter(task -> task.name().equals(serving))
                .findFirst()
                .flatMap(task -> task.target(service.port()));
    }
}
