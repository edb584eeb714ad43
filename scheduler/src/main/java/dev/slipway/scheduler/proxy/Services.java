package dev.slipway.scheduler.proxy;

import dev.slipway.store.node.ServiceRow;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which services there are and which instances take requests. A service without instances is kept for a while, so that
 * a gap between two versions does not cost two reloads.
 */
final class Services {
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> seenNanos = new HashMap<>();

    /** Host name to its instances, fewer than all when only some take requests, none while nothing is healthy. */
    SortedMap<String, List<Target>> targets(List<ServiceRow> rows, long nowNanos) {
        SortedMap<String, List<Target>> targets = new TreeMap<>();
        for (ServiceRow row : rows) {
            String host = ProxyConfiguration.host(row.project(), row.environment(), row.service());
            seenNanos.put(host, nowNanos);
            List<Target> instances = targets.computeIfAbsent(host, any -> new ArrayList<>());
            boolean reachable = isAddress(row.address()) && row.port() > 0 && row.port() < 65_536;
            if (reachable && row.state().equals("healthy")) {
                instances.add(new Target(row.address(), row.port(), false));
            } else if (reachable && row.state().equals("draining")) {
                instances.add(new Target(row.address(), row.port(), true));
            }
        }
        seenNanos.values().removeIf(seen -> nowNanos - seen > KEPT_NANOS);
        seenNanos.keySet().forEach(host -> targets.putIfAbsent(host, List.of()));
        return targets;
    }

    /** What nodes say is not trusted into a configuration: one odd address would make HAProxy refuse all of it. */
    private static boolean isAddress(String text) {
        try {
            return Inet4Address.ofLiteral(text).getHostAddress().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
