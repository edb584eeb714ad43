package dev.slipway.worker.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.activities.outbound.OutboundGuard;
import dev.slipway.store.Database;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a project may post to: hosts its operators named, as allowed or as a system or forge of the project. A pipeline
 * file can name an address, but only an operator can open the way to its host.
 */
public final class OutboundHosts implements OutboundGuard {
    private final Database database;

    public OutboundHosts(Database database) {
        this.database = database;
    }

    @Override
    public boolean allows(String project, String host, int port) {
        Set<String> allowed = allowed(project);
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return allowed.contains(shown) || allowed.contains(shown + ":" + port);
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
            spec.path("outbound")
                    .path("allowedHosts")
                    .forEach(host -> hosts.add(host.asText().toLowerCase(Locale.ROOT)));
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
            String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
            hosts.add(address.getPort() < 0 ? host : host + ":" + address.getPort());
        }
    }
}
