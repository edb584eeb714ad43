package dev.slipway.model.spi;

import dev.slipway.model.spec.LogsSpec;
import dev.slipway.model.spec.ResourcesSpec;
import java.nio.file.Path;
import java.util.Map;

/**
 * All a driver needs to start a task.
 *
 * @param key {@code <allocation>/<task>/<attempt>}; names the process for ever
 * @param allocationId UUID text
 * @param task task name
 * @param config driver configuration, validated
 * @param env complete environment of the task, secrets included; never logged, never part of a handle
 * @param resources limits
 * @param workDir existing folder on the host, the task's working directory (read-write inside)
 * @param secretsDir existing folder on a tmpfs of the host, shown read-only inside as {@code $SLIPWAY_SECRETS_DIR}
 * @param logDir existing folder; the driver writes {@code <task>.stdout.<n>} and {@code <task>.stderr.<n>}, n from 0
 * @param logs rotation: the highest n is written, files below {@code n - maxFiles + 1} are removed
 * @param stateDir existing folder for the shim's own files, among them {@code exit.json}
 */
public record TaskStart(
        String key,
        String allocationId,
        String task,
        Map<String, Object> config,
        Map<String, String> env,
        ResourcesSpec resources,
        Path workDir,
        Path secretsDir,
        Path logDir,
        LogsSpec logs,
        Path stateDir) {
    public TaskStart {
        config = Map.copyOf(config);
        env = Map.copyOf(env);
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "TaskStart[" + key + "]";
    }
}
