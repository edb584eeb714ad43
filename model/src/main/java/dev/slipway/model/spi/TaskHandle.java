package dev.slipway.model.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to find a started task again; written to disk by the agent right after the start.
 *
 * @param version of {@code state}'s meaning, from 1, per driver
 * @param driver driver name
 * @param key the start's key
 * @param address IP address the task is reached at; null when it has none of its own (raw-exec, mock)
 * @param state the driver's own facts, such as pid, start time, cgroup, container id; no secret
 */
public record TaskHandle(
        int version, String driver, String key, @Nullable String address, Map<String, String> state) {
    public TaskHandle {
        state = Map.copyOf(state);
    }
}
