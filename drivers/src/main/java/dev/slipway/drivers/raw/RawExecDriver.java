package dev.slipway.drivers.raw;

import dev.slipway.drivers.config.ConfigReader;
import dev.slipway.drivers.process.CgroupLimits;
import dev.slipway.drivers.process.CommandConfig;
import dev.slipway.drivers.process.Entrance;
import dev.slipway.drivers.process.Programs;
import dev.slipway.drivers.process.ShellExports;
import dev.slipway.drivers.process.ShimDriver;
import dev.slipway.drivers.process.ShimLaunch;
import dev.slipway.drivers.process.ShimRecord;
import dev.slipway.model.ErrorCode;
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

/**
 * Runs a program as the agent's own user, with its files and its network: limits and supervision, no isolation. Off
 * unless the operator of the node turns it on.
 */
public final class RawExecDriver extends ShimDriver {
    private static final String NAME = "raw-exec";
    private static final String OFF =
            "off on this node because its tasks are not isolated; an operator turns it on with rawExec: true";
    private final boolean enabled;

    public RawExecDriver(Path stateRoot, boolean enabled, Clock clock) {
        super(stateRoot, clock);
        this.enabled = enabled;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Fingerprint fingerprint() {
        return missing()
                .map(missing -> new Fingerprint(false, missing, Map.of()))
                .orElseGet(() -> new Fingerprint(
                        true,
                        "processes without isolation, as the agent's own user",
                        Map.of("driver.raw-exec.cgroup", tree().version())));
    }

    @Override
    public List<Problem> validate(Map<String, Object> config) {
        ConfigReader reader = new ConfigReader(config, CommandConfig.names());
        CommandConfig.read(reader);
        return reader.problems();
    }

    @Override
    protected void check(TaskStart start) {
        ConfigReader reader = new ConfigReader(start.config(), CommandConfig.names());
        CommandConfig.read(reader);
        reader.requireGood(NAME);
        missing().ifPresent(missing -> {
            throw new SlipwayException(ErrorCode.DRIVER_UNAVAILABLE, missing);
        });
        List<Problem> names = start.env().keySet().stream()
                .filter(name -> !ShellExports.possible(name))
                .map(name -> Problem.of("env." + name, "is not a name a shell can export"))
                .toList();
        if (!names.isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_CONFIG_INVALID, "raw-exec cannot pass on every environment variable", names);
        }
    }

    @Override
    protected ShimLaunch prepare(TaskStart start) {
        Map<String, String> environment = new HashMap<>(
                Map.of("PATH", Programs.PATH, "HOME", start.workDir().toString()));
        environment.putAll(start.env());
        environment.put("SLIPWAY_TASK_DIR", start.workDir().toString());
        environment.put("SLIPWAY_SECRETS_DIR", start.secretsDir().toString());
        List<String> entries = environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return new ShimLaunch("plain", config(start).arguments(), ShellExports.of(entries), Optional.empty());
    }

    @Override
    protected CgroupLimits limits(TaskStart start) {
        return config(start).limits(start.resources());
    }

    @Override
    protected void release(ShimRecord entry) {
        // Nothing but the control groups, which the shim driver removes, was taken.
    }

    @Override
    protected Optional<Long> mainProcess(Optional<Long> started, List<Long> processes) {
        return started.filter(processes::contains);
    }

    @Override
    protected Entrance entrance(ShimRecord entry, long mainProcess) {
        return new Entrance(false, 0, entry.workDir().toString());
    }

    private Optional<String> missing() {
        if (!enabled) {
            return Optional.of(OFF);
        }
        List<String> controllers = tree().missing();
        if (!controllers.isEmpty()) {
            return Optional.of("control group controllers are not mounted: " + String.join(", ", controllers));
        }
        return Programs.find("setsid").isEmpty()
                ? Optional.of("setsid is missing: apt-get install util-linux")
                : Optional.empty();
    }

    private static CommandConfig config(TaskStart start) {
        return CommandConfig.read(new ConfigReader(start.config(), CommandConfig.names()));
    }
}
