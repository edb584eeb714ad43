package dev.slipway.drivers;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the drivers of one node need to know.
 *
 * @param stateRoot folder of the drivers' own records, created when missing; two nodes never share one, and a driver
 *     lists and removes only the tasks recorded under its own
 * @param rawExecEnabled whether tasks without isolation may run, false unless an operator says so
 * @param dockerHost address of the container engine such as {@code unix:///run/docker.sock}; null for that default
 * @param networkRange IPv4 range of the task addresses, {@code 10.77.0.0/16} when null; /30 per task
 */
public record DriverSettings(
        Path stateRoot,
        boolean rawExecEnabled,
        @Nullable String dockerHost,
        @Nullable String networkRange) {
    public static final String DEFAULT_NETWORK_RANGE = "10.77.0.0/16";

    public DriverSettings {
        requireNonNull(stateRoot, "stateRoot is null");
        stateRoot = stateRoot.toAbsolutePath().normalize();
    }

    /** Settings with everything optional at its default and raw-exec off. */
    public static DriverSettings at(Path stateRoot) {
        return new DriverSettings(stateRoot, false, null, null);
    }

    /** The range in use, the default when none was given. */
    public String networkRangeOrDefault() {
        return networkRange == null ? DEFAULT_NETWORK_RANGE : networkRange;
    }
}
