package dev.slipway.scheduler.proxy;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * Where HAProxy is and how to reach it.
 *
 * @param haproxy the program, 2.6 or newer
 * @param configFile file it is started with; written here
 * @param masterSocket socket of its master process, at most 100 characters long
 * @param port loopback port of all services, 1 to 65535
 */
public record ProxySettings(Path haproxy, Path configFile, Path masterSocket, int port) {
    private static final int LONGEST_SOCKET = 100;

    public ProxySettings {
        requireNonNull(haproxy, "haproxy is null");
        requireNonNull(configFile, "configFile is null");
        if (masterSocket.toString().length() > LONGEST_SOCKET) {
            throw new IllegalArgumentException("the path of a socket must be short: " + masterSocket);
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1 to 65535");
        }
    }

    /** What a supervisor runs, in the foreground, once the configuration file is there. */
    public List<String> command() {
        return List.of(haproxy.toString(), "-W", "-S", masterSocket + ",mode,600", "-f", configFile.toString());
    }
}
