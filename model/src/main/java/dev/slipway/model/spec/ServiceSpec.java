package dev.slipway.model.spec;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name under which healthy instances are reached through the proxy, as host
 * {@code <service>.<environment>.<project>.localhost} in the embedded form.
 *
 * @param name service name, unique in project and environment
 * @param port name of a port of the group
 * @param task task that serves it; the only task of the group when absent
 * @param checks all must pass before the instance gets traffic
 */
public record ServiceSpec(
        String name, String port, @Nullable String task, List<CheckSpec> checks) {
    public ServiceSpec {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(port, "port is null");
        checks = checks == null ? List.of() : List.copyOf(checks);
    }
}
