package dev.slipway.drivers.process;

import java.util.List;
import java.util.Optional;

/**
 * How the shim is to run a task.
 *
 * @param kind {@code sandbox} or {@code plain}, a function of the shim
 * @param arguments what that function gets
 * @param environment content of the environment file, in the form that function reads
 * @param network interface to give to the task
 */
public record ShimLaunch(String kind, List<String> arguments, String environment, Optional<Link> network) {
    public ShimLaunch {
        arguments = List.copyOf(arguments);
    }

    /**
     * A pair of interfaces between host and task.
     *
     * @param name of the host's end
     * @param hostAddress address of the host's end
     * @param taskAddress address of the task's end, in the same /30
     * @param filter shell command that, run in the task's network namespace, forbids it to open connections
     */
    public record Link(String name, String hostAddress, String taskAddress, String filter) {}
}
