package dev.slipway.worker.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.activities.OutboundGuard;
import dev.slipway.store.Database;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a project may post to: hosts its operators named, as allowed or as a system or forge of the project. A pipeline
 * file can name an address, but only an operator can open the way to its host.
 */
public final class OutboundHosts implements OutboundGuard {
    private final Database database;
    private final boolean allowLoopback;

    /**
     * @param allowLoopback whether addresses of this machine may be posted to; only in the embedded form
     */
    public OutboundHosts(Database database, boolean allowLoopback) {
        this.database = database;
        this.allowLoopback = allowLoopback;
    }

    @Override
    public Optional<String> refusal(String project, URI address) {
        String scheme = address.getScheme();
        if (address.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
            return Optional.of("only http and https addresses can be called");
        }
        Set<String> allowed = allowed(project);
        String withPort = address.getHost() + ":" + address.getPort();
        if (!allowed.contains(address.getHost()) && !allowed.contains(withPort)) {
            return Optional.of("host " + address.getAuthority() + " is not among the project's outbound.allowedHosts");
        }
        return allowLoopback ? Optional.empty() : privateAddress(address.getHost());
    }

    private static Optional<String> privateAddress(String host) {
        try {
            boolean near = Arrays.stream(InetAddress.getAllByName(host))
                    .anyMatch(address -> address.isLoopbackAddress()
                            || address.isAnyLocalAddress()
                            || address.isLinkLocalAddress()
                            || address.isMulticastAddress());
            return near ? Optional.of("host " + host + " is an address of this machine") : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private Set<String> allowed(String project) {
        Set<String> hosts = new HashSet<>();
        List<JsonNode> specs = database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select spec from project where name = :project
                        union all select spec from pipeline where project = :project""")
                        .bind("project", project)
                        .mapTo(JsonNode.class)
                        .list());
        for (JsonNode whole : specs) {
            JsonNode spec = whole.has("spec") ? whole.path("spec") : whole;
            spec.path("outbound").path("allowedHosts").forEach(host -> hosts.add(host.asText()));
            spec.path("systems").forEach(system -> addHost(hosts, system.path("url")));
            spec.path("systems").forEach(system -> addHost(hosts, system.path("pollUrl")));
            addHost(hosts, spec.path("commitStatus").path("url"));
        }
        return hosts;
    }

    private static void addHost(Set<String> hosts, JsonNode url) {
        if (url.isTextual()) {
            // The address of commit statuses may hold a place for the commit, which no address can.
            URI address = URI.create(url.asText().replace("{commit}", "commit"));
            hosts.add(
                    address.getPort() < 0
                            ? String.valueOf(address.getHost())
                            : address.getHost() + ":" + address.getPort());
        }
    }
}
