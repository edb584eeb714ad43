package dev.slipway.agent.task;

import dev.slipway.model.spec.NetworkSpec;
import dev.slipway.model.spec.TaskGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Chooses the ports of a task: those of the file where the task has its own address, free ones of the host where not. */
final class TaskPorts {
    private static final Set<String> ON_HOST = Set.of("raw-exec");

    private TaskPorts() {}

    static boolean isOnHost(String driver) {
        return ON_HOST.contains(driver);
    }

    static Map<String, Integer> choose(TaskGroup group, String driver) throws IOException {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (NetworkSpec network : group.networks()) {
            for (NetworkSpec.Port port : network.ports()) {
                ports.put(port.name(), isOnHost(driver) ? free() : port.to());
            }
        }
        return ports;
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
