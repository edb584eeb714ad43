package dev.slipway.drivers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.slipway.drivers.config.ConfigReader;
import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.drivers.durable.Changes;
import dev.slipway.drivers.durable.KeyLocks;
import dev.slipway.drivers.process.Ownership;
import dev.slipway.drivers.process.Signals;
import dev.slipway.model.Digest;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs containers. The container is the record of a task: its name comes from the key, its labels say where the task's
 * folders are, so whoever finds it can take it up.
 */
public final class DockerDriver implements TaskDriver {
    static final String NAME = "docker";
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private final Engine engine;
    private final Containers containers;
    private final EngineNetwork network;
    private final Images images;
    private final Followers followers;
    private final KeyLocks locks;
    private final String scope;
    private final Clock clock;
    private final Changes changes = new Changes();

    /** {@code host} as in {@code DriverSettings}. */
    public DockerDriver(Path stateRoot, @Nullable String host, Clock clock) {
        this.engine = new Engine(host);
        this.scope = Digest.of(stateRoot.toString()).hex().substring(0, 8);
        this.containers = new Containers(engine, scope);
        this.network = new EngineNetwork(engine);
        this.images = new Images(engine);
        this.followers = new Followers(engine, changes);
        this.locks = new KeyLocks(stateRoot.resolve(NAME));
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Fingerprint fingerprint() {
        return EngineFingerprint.of(engine);
    }

    @Override
    public List<Problem> validate(Map<String, Object> config) {
        ConfigReader reader = DockerConfig.reader(config);
        DockerConfig.read(reader);
        return reader.problems();
    }

    @Override
    public TaskHandle start(TaskStart start) {
        ConfigReader reader = DockerConfig.reader(start.config());
        DockerConfig config = DockerConfig.read(reader);
        reader.requireGood(NAME);
        return locks.holding(start.key(), () -> {
            Labels labels = Labels.of(start);
            ContainerFiles files = new ContainerFiles(labels.folder());
            Optional<TaskHandle> known = files.handle();
            if (known.isPresent() && (files.result().isPresent() || recover(known.get()))) {
                return known.get();
            }
            AtomicFiles.makeFolder(labels.folder());
            return begin(start, config, labels);
        });
    }

    private TaskHandle begin(TaskStart start, DockerConfig config, Labels labels) {
        for (int attempt = 1; ; attempt++) {
            try {
                InspectContainerResponse container =
                        containers.find(start.key()).orElseGet(() -> create(start, config, labels));
                startOnce(container.getId());
                TaskHandle handle = containers.handle(containers.require(start.key()));
                new ContainerFiles(labels.folder()).writeHandle(handle);
                follow(handle.state().getOrDefault("container", ""), labels);
                return handle;
            } catch (DockerException e) {
                containers.remove(start.key());
                boolean networkWent = String.valueOf(e.getMessage()).contains("network");
                if (!networkWent || attempt == ATTEMPTS) {
                    network.removeIfUnused();
                    throw new SlipwayException(
                            ErrorCode.DRIVER_START_FAILED, "the engine could not start the task: " + e.getMessage(), e);
                }
            }
        }
    }

    private InspectContainerResponse create(TaskStart start, DockerConfig config, Labels labels) {
        for (Path needed : List.of(start.workDir(), start.secretsDir(), start.logDir())) {
            if (!Files.isDirectory(needed)) {
                throw new SlipwayException(ErrorCode.DRIVER_START_FAILED, "there is no folder " + needed);
            }
        }
        String image = images.require(config, start.workDir());
        Ownership.give(start.workDir(), config.user());
        Ownership.give(start.secretsDir(), config.user());
        network.ensure();
        LogFollower.prepare(labels);
        try {
            engine.call(client -> ContainerPlan.apply(client.createContainerCmd(image), start, config, scope)
                    .exec());
        } catch (ConflictException adopted) {
            // The name is taken: an agent before us died between making the container and saying so.
            return containers.require(start.key());
        }
        return containers.require(start.key());
    }

    private void startOnce(String container) {
        try {
            engine.call(client -> client.startContainerCmd(container).exec());
        } catch (NotModifiedException running) {
            return;
        }
    }

    @Override
    public Optional<TaskHandle> find(String key) {
        return containers.find(key).filter(Containers::hasRun).map(containers::handle);
    }

    @Override
    public boolean recover(TaskHandle handle) {
        Optional<InspectContainerResponse> container =
                containers.find(handle.key()).filter(Containers::hasRun);
        container.ifPresent(found -> follow(found.getId(), Containers.labels(found)));
        return container.isPresent();
    }

    @Override
    public ExitResult await(TaskHandle handle) throws InterruptedException {
        ContainerFiles files = files(handle);
        Optional<ExitResult> kept = files.result();
        if (kept.isPresent()) {
            return kept.get();
        }
        TaskStatus ended = changes.await(() -> reachable(() -> ended(handle)), INTERVAL);
        changes.await(() -> drained(handle), INTERVAL, DRAIN);
        return switch (ended) {
            case TaskStatus.Exited exited -> exited.result();
            case TaskStatus.Unknown unknown ->
                files.result()
                        .orElseGet(() ->
                                new ExitResult(-1, 0, false, "nothing is left of the container", clock.instant()));
            case TaskStatus.Running running -> throw new IllegalStateException("still running: " + handle.key());
        };
    }

    private Optional<TaskStatus> ended(TaskHandle handle) {
        TaskStatus status = inspect(handle);
        if (!(status instanceof TaskStatus.Running)) {
            return Optional.of(status);
        }
        if (followers.done(files(handle).folder())) {
            recover(handle);
        }
        return Optional.empty();
    }

    private Optional<Boolean> drained(TaskHandle handle) {
        Path folder = files(handle).folder();
        return followers.done(folder) ? Optional.of(true) : Optional.empty();
    }

    @Override
    public TaskStatus inspect(TaskHandle handle) {
        Optional<InspectContainerResponse> container =
                containers.find(handle.key()).filter(Containers::hasRun);
        if (container.isEmpty()) {
            return new TaskStatus.Unknown();
        }
        if (Containers.runs(container.get())) {
            return new TaskStatus.Running();
        }
        return new TaskStatus.Exited(files(handle).keep(Containers.result(container.get())));
    }

    @Override
    public void stop(TaskHandle handle, String signal, Duration grace) {
        Signals.number(signal);
        if (!(inspect(handle) instanceof TaskStatus.Running)) {
            return;
        }
        kill(handle, signal);
        try {
            if (ended(handle, grace)) {
                return;
            }
        } catch (InterruptedException e) {
            // The caller is in a hurry: no more grace, but the container still goes.
            Thread.currentThread().interrupt();
        }
        end(handle);
    }

    // Kills a container and lets what it said reach the files; an interrupt is kept for the caller.
    private void end(TaskHandle handle) {
        boolean interrupted = Thread.interrupted();
        try {
            if (inspect(handle) instanceof TaskStatus.Running) {
                kill(handle, "SIGKILL");
            }
            if (!ended(handle, DRAIN)) {
                throw new SlipwayException(
                        ErrorCode.DRIVER_UNAVAILABLE, "the engine does not kill the container of " + handle.key());
            }
            changes.await(() -> drained(handle), INTERVAL, DRAIN);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void signal(TaskHandle handle, String signal) {
        Signals.number(signal);
        requireRunning(handle);
        kill(handle, signal);
    }

    @Override
    public ExecResult exec(TaskHandle handle, List<String> command, Duration timeout) {
        requireRunning(handle);
        return new ContainerExec(engine).run(Labels.containerName(handle.key()), command, timeout);
    }

    @Override
    public void destroy(TaskHandle handle) {
        locks.holding(handle.key(), () -> {
            if (containers.find(handle.key()).isPresent()) {
                end(handle);
                containers.remove(handle.key());
            }
            network.removeIfUnused();
            return handle;
        });
        changes.announce();
    }

    @Override
    public List<TaskHandle> list() {
        return containers.all().stream().map(containers::handle).toList();
    }

    private static ContainerFiles files(TaskHandle handle) {
        return new ContainerFiles(Path.of(handle.state().getOrDefault("folder", "/nonexistent")));
    }

    // An engine that is away for a while is no reason to give up on a task.
    private static <T> Optional<T> reachable(Supplier<Optional<T>> look) {
        try {
            return look.get();
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.DRIVER_UNAVAILABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void follow(String container, Labels labels) {
        followers.ensure(container, labels, () -> maySay(labels));
    }

    private boolean maySay(Labels labels) {
        try {
            return containers.find(labels.key()).filter(Containers::runs).isPresent();
        } catch (SlipwayException e) {
            return e.code() == ErrorCode.DRIVER_UNAVAILABLE;
        }
    }

    // Waits 50 ms at most between looks: a killed container shall not cost its caller a quarter of a second.
    private boolean ended(TaskHandle handle, Duration limit) throws InterruptedException {
        return changes.await(
                        () -> inspect(handle) instanceof TaskStatus.Running ? Optional.empty() : Optional.of(true),
                        Duration.ofMillis(50),
                        limit)
                .isPresent();
    }

    private void kill(TaskHandle handle, String signal) {
        try {
            engine.call(client -> client.killContainerCmd(Labels.containerName(handle.key()))
                    .withSignal(signal)
                    .exec());
        } catch (ConflictException | NotFoundException ended) {
            return;
        }
    }

    private void requireRunning(TaskHandle handle) {
        if (!(inspect(handle) instanceof TaskStatus.Running)) {
            throw new SlipwayException(ErrorCode.TASK_UNKNOWN, "no such running task: " + handle.key());
        }
    }
}
