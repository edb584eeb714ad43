package dev.slipway.drivers.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import dev.slipway.drivers.process.CgroupLimits;
import dev.slipway.model.spi.TaskStart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a task's container is made: everything a container can be denied is denied. */
final class ContainerPlan {
    private static final String WORK = "/slipway/task";
    private static final String SECRETS = "/slipway/secrets";

    private ContainerPlan() {}

    static CreateContainerCmd apply(CreateContainerCmd command, TaskStart start, DockerConfig config, String scope) {
        String user = Long.toString(config.user());
        command.withName(Labels.containerName(start.key()))
                .withLabels(Labels.of(start).toMap(scope))
                .withEnv(environment(start))
                .withUser(user + ":" + user)
                .withWorkingDir(WORK)
                .withHostName(start.task())
                .withHostConfig(hostConfig(start, config));
        if (!config.command().isEmpty()) {
            command.withEntrypoint(config.command().getFirst())
                    .withCmd(config.command().subList(1, config.command().size()));
        }
        return command;
    }

    private static HostConfig hostConfig(TaskStart start, DockerConfig config) {
        CgroupLimits limits = limits(start, config);
        HostConfig host = HostConfig.newHostConfig()
                .withBinds(
                        new Bind(start.workDir().toString(), new Volume(WORK), AccessMode.rw),
                        new Bind(start.secretsDir().toString(), new Volume(SECRETS), AccessMode.ro))
                .withCpuShares((int) limits.shares())
                .withMemory(limits.memory())
                .withMemorySwap(limits.memory())
                .withPidsLimit((long) limits.processes())
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withReadonlyRootfs(!config.writableRoot())
                .withTmpFs(Map.of("/tmp", temporary(config.user())))
                .withNetworkMode(EngineNetwork.NAME)
                .withRestartPolicy(RestartPolicy.noRestart())
                // The engine's init passes signals on, so a program needs no handler to be stopped by one.
                .withInit(true)
                .withLogConfig(
                        new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "64m", "max-file", "2")));
        if (limits.cpuHard()) {
            host.withCpuPeriod((long) limits.period()).withCpuQuota(limits.quota());
        }
        return host;
    }

    // The runtime gives the folder the mode it has in the image, so it must belong to the user as well.
    private static String temporary(long user) {
        return "rw,exec,nosuid,nodev,mode=1777,uid=" + user + ",gid=" + user;
    }

    private static CgroupLimits limits(TaskStart start, DockerConfig config) {
        return new CgroupLimits(
                start.resources().cpu(),
                config.cpuHardLimit(),
                start.resources().memory().bytes(),
                config.pidsLimit());
    }

    private static List<String> environment(TaskStart start) {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", WORK));
        environment.putAll(start.env());
        environment.put("SLIPWAY_TASK_DIR", WORK);
        environment.put("SLIPWAY_SECRETS_DIR", SECRETS);
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList();
    }
}
