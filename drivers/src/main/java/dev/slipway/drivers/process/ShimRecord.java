package dev.slipway.drivers.process;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a driver remembers of a started task.
 *
 * @param key the start's key
 * @param task task name
 * @param stateDir folder the shim keeps its files in
 * @param workDir the task's working directory on the host
 * @param address IP address of the task; null when it has none of its own
 */
public record ShimRecord(
        String key,
        String task,
        Path stateDir,
        Path workDir,
        @Nullable String address) {
    ShimRecord at(@Nullable String given) {
        return new ShimRecord(key, task, stateDir, workDir, given);
    }
}
