package dev.slipway.model.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One process or container.
 *
 * @param name unique in the group
 * @param driver {@code exec}, {@code docker}, {@code raw-exec} or {@code mock}
 * @param config what that driver understands, checked against its schema
 * @param env plain values; secrets never stand here
 * @param resources limits, defaults when absent
 * @param artifacts fetched by digest and unpacked before the start
 * @param outputs files taken from the working directory after the task ended with exit code 0
 * @param secrets delivered at the last moment
 * @param killSignal SIGTERM when absent
 * @param killTimeout time between the signal and SIGKILL of the whole tree, 5 s when absent
 * @param logs rotation, 10 files of 10 MiB when absent
 * @param timeout longest run time of a batch task; unlimited when absent
 */
public record TaskSpec(
        String name,
        String driver,
        Map<String, Object> config,
        Map<String, String> env,
        ResourcesSpec resources,
        List<ArtifactSpec> artifacts,
        List<OutputSpec> outputs,
        List<SecretSpec> secrets,
        String killSignal,
        Duration killTimeout,
        LogsSpec logs,
        @Nullable Duration timeout) {
    public TaskSpec {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(driver, "driver is null");
        config = config == null ? Map.of() : Map.copyOf(config);
        env = env == null ? Map.of() : Map.copyOf(env);
        resources = resources == null ? ResourcesSpec.DEFAULT : resources;
        artifacts = artifacts == null ? List.of() : List.copyOf(artifacts);
        outputs = outputs == null ? List.of() : List.copyOf(outputs);
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        killSignal = killSignal == null ? "SIGTERM" : killSignal;
        killTimeout = killTimeout == null ? Duration.ofSeconds(5) : killTimeout;
        logs = logs == null ? LogsSpec.DEFAULT : logs;
    }
}
