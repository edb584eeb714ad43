package dev.slipway.drivers.mock;

import dev.slipway.drivers.durable.Changes;
import dev.slipway.drivers.durable.KeyLocks;
import dev.slipway.drivers.durable.LogFiles;
import dev.slipway.drivers.durable.RecordBook;
import dev.slipway.drivers.process.Signals;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ExecResult;
import dev.slipway.model.spi.ExitResult;
import dev.slipway.model.spi.Fingerprint;
import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import dev.slipway.model.spi.TaskStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs nothing: a task is a record on disk of when it began and what it is to do, so it outlives the agent as a process
 * would. For tests, load measurements and trying out pipelines.
 */
public final class MockDriver implements TaskDriver {
    static final String NAME = "mock";
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private final RecordBook<MockRecord> records;
    private final KeyLocks locks;
    private final Clock clock;
    private final Changes changes = new Changes();

    /** Keeps its records below {@code stateRoot}. */
    public MockDriver(Path stateRoot, Clock clock) {
        this.records = new RecordBook<>(stateRoot.resolve(NAME), MockRecord.class);
        this.locks = new KeyLocks(stateRoot.resolve(NAME));
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Fingerprint fingerprint() {
        return new Fingerprint(true, "pretends to run tasks", Map.of("driver.mock.version", "1"));
    }

    @Override
    public List<Problem> validate(Map<String, Object> config) {
        return MockScript.problems(config);
    }

    @Override
    public TaskHandle start(TaskStart start) {
        MockScript script = MockScript.of(start.config());
        return locks.holding(start.key(), () -> {
            if (records.read(start.key()).isEmpty()) {
                begin(start, script);
            }
            return handle(start.key());
        });
    }

    private void begin(TaskStart start, MockScript script) {
        if (script.startError() != null) {
            throw new SlipwayException(
                    script.startErrorRecoverable() ? ErrorCode.DRIVER_START_FAILED : ErrorCode.DRIVER_CONFIG_INVALID,
                    script.startError());
        }
        if (script.stdout() != null) {
            byte[] output =
                    (script.stdout() + "\n").repeat(script.stdoutRepeat()).getBytes(StandardCharsets.UTF_8);
            new LogFiles(start.logDir(), start.task(), "stdout", start.logs()).append(ByteBuffer.wrap(output));
        }
        records.write(start.key(), new MockRecord(start.key(), script, clock.instant(), null));
    }

    @Override
    public Optional<TaskHandle> find(String key) {
        return records.read(key).map(found -> handle(key));
    }

    @Override
    public boolean recover(TaskHandle handle) {
        return records.read(handle.key()).isPresent();
    }

    @Override
    public ExitResult await(TaskHandle handle) throws InterruptedException {
        return changes.await(() -> ended(handle), INTERVAL);
    }

    @Override
    public TaskStatus inspect(TaskHandle handle) {
        return records.read(handle.key())
                .map(found -> found.ended(clock.instant())
                        .<TaskStatus>map(TaskStatus.Exited::new)
                        .orElseGet(TaskStatus.Running::new))
                .orElseGet(TaskStatus.Unknown::new);
    }

    @Override
    public void stop(TaskHandle handle, String signal, Duration grace) {
        int number = Signals.number(signal);
        MockRecord running = records.read(handle.key()).orElse(null);
        if (running == null) {
            return;
        }
        if (!running.script().hang()) {
            end(handle, number);
            return;
        }
        try {
            changes.await(() -> ended(handle), INTERVAL, grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(handle, Signals.KILL);
    }

    @Override
    public void signal(TaskHandle handle, String signal) {
        int number = Signals.number(signal);
        MockRecord running = require(handle);
        boolean ends = number == Signals.KILL
                || (number == Signals.number("SIGTERM") && !running.script().hang());
        if (ends) {
            end(handle, number);
        }
    }

    @Override
    public ExecResult exec(TaskHandle handle, List<String> command, Duration timeout) {
        MockRecord running = require(handle);
        boolean healthy = running.script().healthy()
                && !clock.instant()
                        .isBefore(running.startedAt().plus(running.script().healthyAfter()));
        return new ExecResult(healthy ? 0 : 1, healthy ? "healthy\n" : "not healthy\n");
    }

    @Override
    public void destroy(TaskHandle handle) {
        locks.holding(handle.key(), () -> {
            records.delete(handle.key());
            return handle;
        });
        changes.announce();
    }

    @Override
    public List<TaskHandle> list() {
        return records.all().stream().map(found -> handle(found.key())).toList();
    }

    private MockRecord require(TaskHandle handle) {
        return records.read(handle.key())
                .filter(found -> found.ended(clock.instant()).isEmpty())
                .orElseThrow(
                        () -> new SlipwayException(ErrorCode.TASK_UNKNOWN, "no such running task: " + handle.key()));
    }

    private Optional<ExitResult> ended(TaskHandle handle) {
        Optional<MockRecord> found = records.read(handle.key());
        return found.isEmpty()
                ? Optional.of(new ExitResult(-1, 0, false, "nothing is left of the task", clock.instant()))
                : found.get().ended(clock.instant());
    }

    private void end(TaskHandle handle, int signal) {
        locks.holding(handle.key(), () -> {
            records.read(handle.key())
                    .filter(found -> found.ended(clock.instant()).isEmpty())
                    .ifPresent(found -> records.write(handle.key(), found.endedBy(signal, clock.instant())));
            return handle;
        });
        changes.announce();
    }

    private static TaskHandle handle(String key) {
        return new TaskHandle(1, NAME, key, null, Map.of());
    }
}
