package dev.slipway.drivers.process;

import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.drivers.durable.Changes;
import dev.slipway.drivers.durable.KeyLocks;
import dev.slipway.drivers.durable.RecordBook;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ExecResult;
import dev.slipway.model.spi.ExitResult;
import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import dev.slipway.model.spi.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What drivers of processes have in common: each task runs under a shim, a process of its own that outlives the agent
 * and writes down how the task ended. All that is known of a task is on disk, so any process of the node can take over.
 */
public abstract class ShimDriver implements TaskDriver {
    private static final Duration INTERVAL = Duration.ofMillis(25);
    private static final Duration LIVENESS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLAIM_LIMIT = Duration.ofMillis(300);
    private static final Duration GONE_LIMIT = Duration.ofSeconds(10);
    private final RecordBook<ShimRecord> records;
    private final KeyLocks locks;
    private final Scripts scripts;
    private final String scope;
    private final Clock clock;
    private final Changes changes = new Changes();
    private final AtomicReference<@Nullable CgroupTree> tree = new AtomicReference<>();

    /** Keeps its records below {@code stateRoot}. */
    protected ShimDriver(Path stateRoot, Clock clock) {
        this.records = new RecordBook<>(stateRoot.resolve(name()), ShimRecord.class);
        this.locks = new KeyLocks(stateRoot.resolve(name()));
        this.scripts = new Scripts(stateRoot.resolve("scripts"));
        this.scope = Digest.of(stateRoot.toString()).hex().substring(0, 8);
        this.clock = clock;
    }

    /** Refuses with DRIVER_CONFIG_INVALID or DRIVER_UNAVAILABLE what {@link #prepare} could not start. */
    protected abstract void check(TaskStart start);

    /** Makes ready what the task needs; called again after a crash, for a task that never ran. */
    protected abstract ShimLaunch prepare(TaskStart start);

    /** Limits of the task. */
    protected abstract CgroupLimits limits(TaskStart start);

    /** Gives back what {@link #prepare} took. */
    protected abstract void release(ShimRecord entry);

    /** The task's main process among the processes of its group, empty before it is there. */
    protected abstract Optional<Long> mainProcess(Optional<Long> started, List<Long> processes);

    /** Where a command run inside the task goes. */
    protected abstract Entrance entrance(ShimRecord entry, long mainProcess);

    /** Version 1 and 2 control groups of this machine, looked up once. */
    protected final CgroupTree tree() {
        CgroupTree known = tree.get();
        if (known == null) {
            known = CgroupTree.detect();
            tree.set(known);
        }
        return known;
    }

    @Override
    public TaskHandle start(TaskStart start) {
        check(start);
        return locks.holding(start.key(), () -> {
            Path folder = folder(start.stateDir(), start.key());
            ShimState state = new ShimState(folder);
            return switch (state.phase()) {
                case ENDED, RUNNING -> handle(knownOrNew(start, folder));
                case STARTING -> {
                    starter().awaitStarted(state);
                    yield handle(knownOrNew(start, folder));
                }
                case LOST -> {
                    settleLost(start.key(), state);
                    yield handle(knownOrNew(start, folder));
                }
                case UNCLAIMED -> begin(start, folder);
                case NEVER_RAN -> {
                    cleanUp(knownOrNew(start, folder));
                    yield begin(start, folder);
                }
            };
        });
    }

    private ShimRecord knownOrNew(TaskStart start, Path folder) {
        return records.read(start.key())
                .orElseGet(() -> new ShimRecord(start.key(), start.task(), folder, start.workDir(), null));
    }

    private TaskHandle begin(TaskStart start, Path folder) {
        ShimRecord entry = new ShimRecord(start.key(), start.task(), folder, start.workDir(), null);
        records.writeDurably(start.key(), entry);
        try {
            requireFolders(start);
            AtomicFiles.makeFolder(folder);
            ShimLaunch launch = prepare(start);
            entry = entry.at(launch.network().map(ShimLaunch.Link::taskAddress).orElse(null));
            records.write(start.key(), entry);
            TaskCgroup cgroup = cgroup(start.key());
            cgroup.create(limits(start));
            starter().start(start, launch, cgroup, records.file(start.key()), folder);
            return handle(entry);
        } catch (RuntimeException e) {
            cleanUp(entry);
            throw e;
        }
    }

    private static void requireFolders(TaskStart start) {
        for (Path needed : List.of(start.workDir(), start.secretsDir(), start.logDir(), start.stateDir())) {
            if (!Files.isDirectory(needed)) {
                throw new SlipwayException(ErrorCode.DRIVER_START_FAILED, "there is no folder " + needed);
            }
        }
    }

    @Override
    public Optional<TaskHandle> find(String key) {
        return records.read(key).filter(this::claimed).map(this::handle);
    }

    // An agent killed in the middle of a start leaves a shim that is about to claim it.
    private boolean claimed(ShimRecord entry) {
        ShimState state = new ShimState(entry.stateDir());
        try {
            return changes.await(
                            () -> Optional.of(state.phase()).filter(phase -> phase != ShimState.Phase.UNCLAIMED),
                            Duration.ofMillis(10),
                            CLAIM_LIMIT)
                    .isPresent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean recover(TaskHandle handle) {
        return !(inspect(handle) instanceof TaskStatus.Unknown);
    }

    @Override
    public ExitResult await(TaskHandle handle) throws InterruptedException {
        ShimState state = state(handle);
        Optional<ExitResult> result = changes.await(state::result, INTERVAL, LIVENESS_INTERVAL);
        while (result.isEmpty()) {
            if (inspect(handle) instanceof TaskStatus.Unknown) {
                return state.result().orElseGet(() -> lost("nothing is left of the task"));
            }
            result = changes.await(state::result, INTERVAL, LIVENESS_INTERVAL);
        }
        return result.get();
    }

    @Override
    public TaskStatus inspect(TaskHandle handle) {
        Optional<ShimRecord> entry = records.read(handle.key());
        if (entry.isEmpty()) {
            return new TaskStatus.Unknown();
        }
        ShimState state = new ShimState(entry.get().stateDir());
        return switch (state.phase()) {
            case UNCLAIMED, NEVER_RAN -> new TaskStatus.Unknown();
            case STARTING, RUNNING -> new TaskStatus.Running();
            case LOST -> {
                settleLost(handle.key(), state);
                yield new TaskStatus.Exited(state.result().orElseThrow());
            }
            case ENDED -> new TaskStatus.Exited(state.result().orElseThrow());
        };
    }

    @Override
    public void stop(TaskHandle handle, String signal, Duration grace) {
        Signals.number(signal);
        if (!(inspect(handle) instanceof TaskStatus.Running)) {
            return;
        }
        ShimState state = state(handle);
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            // A task just started may not have its main process yet; a signal sent now would reach nobody.
            Optional<Long> main = changes.await(() -> main(handle, state), INTERVAL, grace);
            if (main.isPresent() && state.result().isEmpty()) {
                Processes.signal(List.of(main.get()), signal);
            }
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (changes.await(state::result, INTERVAL, left).isPresent()) {
                return;
            }
        } catch (InterruptedException e) {
            // The caller is in a hurry: no more grace, but the tree still goes.
            Thread.currentThread().interrupt();
        }
        kill(handle, state);
    }

    @Override
    public void signal(TaskHandle handle, String signal) {
        Signals.number(signal);
        Processes.signal(List.of(requireMain(handle)), signal);
    }

    @Override
    public ExecResult exec(TaskHandle handle, List<String> command, Duration timeout) {
        long main = requireMain(handle);
        ShimRecord entry = records.read(handle.key()).orElseThrow(() -> unknown(handle));
        Entrance entrance = entrance(entry, main);
        return entrance.run(scripts.install("enter.sh"), cgroup(handle.key()), main, command, timeout);
    }

    @Override
    public void destroy(TaskHandle handle) {
        locks.holding(handle.key(), () -> {
            Optional<ShimRecord> entry = records.read(handle.key());
            if (entry.isPresent()) {
                ShimState state = new ShimState(entry.get().stateDir());
                if (state.phase() == ShimState.Phase.RUNNING || state.phase() == ShimState.Phase.STARTING) {
                    kill(handle, state);
                }
                cleanUp(entry.get());
            }
            return handle;
        });
        changes.announce();
    }

    @Override
    public List<TaskHandle> list() {
        return records.all().stream().map(this::handle).toList();
    }

    private void kill(TaskHandle handle, ShimState state) {
        boolean interrupted = Thread.interrupted();
        try {
            TaskCgroup cgroup = cgroup(handle.key());
            Optional<ShimState.Phase> gone = changes.await(
                    () -> {
                        cgroup.killAll();
                        return Optional.of(state.phase())
                                .filter(phase -> phase != ShimState.Phase.RUNNING && phase != ShimState.Phase.STARTING);
                    },
                    INTERVAL,
                    GONE_LIMIT);
            if (gone.isEmpty()) {
                throw new SlipwayException(
                        ErrorCode.DRIVER_UNAVAILABLE,
                        "processes of " + handle.key() + " do not go away: " + cgroup.processes());
            }
            changes.announce();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void settleLost(String key, ShimState state) {
        cgroup(key).killAll();
        if (state.result().isEmpty()) {
            state.writeResult(lost("the shim was killed, so nobody saw how the task ended"));
        }
    }

    private void cleanUp(ShimRecord entry) {
        ShimState state = new ShimState(entry.stateDir());
        TaskCgroup cgroup = cgroup(entry.key());
        boolean interrupted = Thread.interrupted();
        try {
            cgroup.killAll();
            changes.await(
                    () -> state.shimProcess().isEmpty() ? Optional.of(true) : Optional.empty(), INTERVAL, GONE_LIMIT);
            state.shimProcess().ifPresent(shim -> Processes.signal(List.of(shim), "SIGKILL"));
            cgroup.killAll();
            cgroup.remove();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        release(entry);
        Volatile.delete(ShimStarter.environmentFile(entry.key()));
        state.clear();
        records.delete(entry.key());
    }

    private Optional<Long> main(TaskHandle handle, ShimState state) {
        if (state.result().isPresent()) {
            return state.startedProcess();
        }
        return mainProcess(state.startedProcess(), cgroup(handle.key()).processes());
    }

    private long requireMain(TaskHandle handle) {
        if (!(inspect(handle) instanceof TaskStatus.Running)) {
            throw unknown(handle);
        }
        return main(handle, state(handle)).orElseThrow(() -> unknown(handle));
    }

    private static SlipwayException unknown(TaskHandle handle) {
        return new SlipwayException(ErrorCode.TASK_UNKNOWN, "no such running task: " + handle.key());
    }

    private ExitResult lost(String why) {
        return new ExitResult(-1, 0, false, why, clock.instant());
    }

    private ShimState state(TaskHandle handle) {
        return new ShimState(Path.of(handle.state().getOrDefault("stateDir", "/nonexistent")));
    }

    private TaskCgroup cgroup(String key) {
        return new TaskCgroup(tree(), scope, IdempotencyKey.shortHash(key));
    }

    private ShimStarter starter() {
        return new ShimStarter(scripts.install("shim.sh"));
    }

    private static Path folder(Path stateDir, String key) {
        return stateDir.resolve(IdempotencyKey.shortHash(key));
    }

    private TaskHandle handle(ShimRecord entry) {
        return new TaskHandle(
                1,
                name(),
                entry.key(),
                entry.address(),
                Map.of("stateDir", entry.stateDir().toString(), "cgroup", IdempotencyKey.shortHash(entry.key())));
    }
}
