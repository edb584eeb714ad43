package dev.slipway.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loopback ports of one installation: the proxy's own and a block of consecutive ones that begins at {@code base}.
 *
 * @param base first of 15 ports, 1024 to 65500
 */
public record Ports(int base) {
    /** Where the block begins unless {@code SLIPWAY_PORT_BASE} says otherwise. */
    public static final int DEFAULT_BASE = 7400;

    public Ports {
        if (base < 1024 || base > 65_500) {
            throw new IllegalArgumentException("SLIPWAY_PORT_BASE must be between 1024 and 65500, not " + base);
        }
    }

    /** API and pages. */
    public int api() {
        return base;
    }

    public int apiAdmin() {
        return base + 1;
    }

    public int workerHealth() {
        return base + 2;
    }

    public int agentHealth() {
        return base + 3;
    }

    public int postgres() {
        return base + 4;
    }

    public int temporal() {
        return base + 5;
    }

    public int temporalHttp() {
        return base + 6;
    }

    public int temporalUi() {
        return base + 7;
    }

    public int opaInternal() {
        return base + 8;
    }

    public int opaExternal() {
        return base + 9;
    }

    public int identityProvider() {
        return base + 10;
    }

    public int temporalMetrics() {
        return base + 11;
    }

    /** Where the deployed applications are reached. */
    public int proxy() {
        return base + 12;
    }

    /** Where the demonstration's own CI and its scanner listen. */
    public int demoReceiver() {
        return base + 13;
    }

    /** The witness of the audit log. */
    public int auditWitness() {
        return base + 14;
    }

    /** Every port with the name of its user. */
    public Map<String, Integer> all() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("api", api());
        all.put("api admin", apiAdmin());
        all.put("worker health", workerHealth());
        all.put("agent health", agentHealth());
        all.put("postgres", postgres());
        all.put("temporal", temporal());
        all.put("temporal http", temporalHttp());
        all.put("temporal ui", temporalUi());
        all.put("opa internal", opaInternal());
        all.put("opa external", opaExternal());
        all.put("identity provider", identityProvider());
        all.put("temporal metrics", temporalMetrics());
        all.put("proxy", proxy());
        all.put("demo receiver", demoReceiver());
        all.put("audit witness", auditWitness());
        return all;
    }

    /** Ports of the block that somebody else listens on, by the name of the part that needs them. */
    public Map<String, Integer> taken() {
        return taken(all());
    }

    /** Those of some ports that somebody else listens on. */
    public static Map<String, Integer> taken(Map<String, Integer> wanted) {
        Map<String, Integer> taken = new LinkedHashMap<>();
        wanted.forEach((name, port) -> {
            if (!free(port)) {
                taken.put(name, port);
            }
        });
        return taken;
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
