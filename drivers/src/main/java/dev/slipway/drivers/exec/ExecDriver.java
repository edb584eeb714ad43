package dev.slipway.drivers.exec;

import dev.slipway.drivers.config.ConfigReader;
import dev.slipway.drivers.process.CgroupLimits;
import dev.slipway.drivers.process.Entrance;
import dev.slipway.drivers.process.Links;
import dev.slipway.drivers.process.Ownership;
import dev.slipway.drivers.process.Processes;
import dev.slipway.drivers.process.Programs;
import dev.slipway.drivers.process.ShimDriver;
import dev.slipway.drivers.process.ShimLaunch;
import dev.slipway.drivers.process.ShimRecord;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Fingerprint;
import dev.slipway.model.spi.TaskStart;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program of the host's system in a sandbox: read-only system, its own work folder, no rights, no way to any
 * port of the host, limits by control group, an address of its own under which the host reaches it.
 */
public final class ExecDriver extends ShimDriver {
    private static final String NAME = "exec";
    private final Path stateRoot;
    private final Addresses addresses;
    private final Sandbox sandbox;
    private final AtomicReference<ExecRequirements.@Nullable Found> good = new AtomicReference<>();

    /** {@code networkRange} as in {@code DriverSettings}. */
    public ExecDriver(Path stateRoot, String networkRange, Clock clock) {
        super(stateRoot, clock);
        this.stateRoot = stateRoot;
        this.addresses = new Addresses(networkRange);
        this.sandbox = new Sandbox(new SandboxFiles(stateRoot.resolve("etc"), Path.of("/etc")));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Fingerprint fingerprint() {
        return found().fingerprint(tree());
    }

    @Override
    public List<Problem> validate(Map<String, Object> config) {
        ConfigReader reader = ExecConfig.reader(config);
        ExecConfig.read(reader);
        return reader.problems();
    }

    @Override
    protected void check(TaskStart start) {
        ConfigReader reader = ExecConfig.reader(start.config());
        ExecConfig.read(reader);
        reader.requireGood(NAME);
        List<String> problems = found().problems();
        if (!problems.isEmpty()) {
            throw new SlipwayException(ErrorCode.DRIVER_UNAVAILABLE, String.join("; ", problems));
        }
    }

    @Override
    protected ShimLaunch prepare(TaskStart start) {
        ExecConfig config = config(start);
        Ownership.give(start.workDir(), config.user());
        Ownership.give(start.secretsDir(), config.user());
        Optional<ShimLaunch.Link> link = found().filter().map(filter -> link(start.key(), filter));
        Map<String, String> environment = environment(start, link);
        return new ShimLaunch(
                "sandbox",
                sandbox.arguments(start, config, environment),
                Sandbox.environmentOptions(environment),
                link);
    }

    @Override
    protected CgroupLimits limits(TaskStart start) {
        return config(start).command().limits(start.resources());
    }

    @Override
    protected void release(ShimRecord entry) {
        if (entry.address() != null) {
            Links.delete(Addresses.linkName(entry.address()));
            Addresses.giveBack(entry.address());
        }
    }

    @Override
    protected Optional<Long> mainProcess(Optional<Long> started, List<Long> processes) {
        // Bubblewrap's own process is the first of the namespace, the task the second.
        return processes.stream()
                .filter(process -> {
                    List<String> ids = Processes.namespacedIds(process);
                    return ids.size() == 2 && ids.getLast().equals("2");
                })
                .findFirst();
    }

    @Override
    protected Entrance entrance(ShimRecord entry, long mainProcess) {
        return new Entrance(true, Processes.user(mainProcess), Sandbox.WORK);
    }

    // What works goes on working; what is missing may be installed at any time.
    private ExecRequirements.Found found() {
        ExecRequirements.Found known = good.get();
        if (known != null) {
            return known;
        }
        ExecRequirements.Found found = ExecRequirements.look(tree());
        if (found.problems().isEmpty() && found.filter().isPresent()) {
            good.set(found);
        }
        return found;
    }

    private ShimLaunch.Link link(String key, PacketFilter filter) {
        String hash = IdempotencyKey.shortHash(key);
        Addresses.Block block = addresses.take(stateRoot + "/" + hash, hash);
        return new ShimLaunch.Link(
                Addresses.linkName(block.taskAddress()), block.hostAddress(), block.taskAddress(), filter.script());
    }

    private static Map<String, String> environment(TaskStart start, Optional<ShimLaunch.Link> link) {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", Programs.PATH, "HOME", Sandbox.WORK));
        environment.putAll(start.env());
        environment.put("SLIPWAY_TASK_DIR", Sandbox.WORK);
        environment.put("SLIPWAY_SECRETS_DIR", Sandbox.SECRETS);
        link.ifPresent(given -> environment.put("SLIPWAY_ADDRESS", given.taskAddress()));
        return environment;
    }

    private static ExecConfig config(TaskStart start) {
        return ExecConfig.read(ExecConfig.reader(start.config()));
    }
}
