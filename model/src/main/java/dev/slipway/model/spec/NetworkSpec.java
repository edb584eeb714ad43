package dev.slipway.model.spec;

import java.util.List;

/**
 * The network of a group. Drivers that isolate give each task an address of its own; a port is then reached at that
 * address. On {@code raw-exec} the agent picks a free port of the host for each name.
 *
 * @param ports named ports
 */
public record NetworkSpec(List<Port> ports) {
    public NetworkSpec {
        ports = ports == null ? List.of() : List.copyOf(ports);
    }

    /**
     * A named port; the task finds it in {@code SLIPWAY_PORT_<name>}.
     *
     * @param name label, see {@link dev.slipway.model.Names}
     * @param to port the task listens on, 1 to 65535
     */
    public record Port(String name, int to) {}
}
