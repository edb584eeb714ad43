package dev.slipway.store.view;

import dev.slipway.model.api.Page;
import dev.slipway.model.api.ServiceView;
import dev.slipway.model.api.ServiceView.Instance;
import dev.slipway.store.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Services and where the proxy serves them. */
public final class ServiceViews {
    private final Database database;
    private final Proxy proxy;

    /** @param proxyUrl base address of the proxy, such as {@code http://localhost:8088} */
    public ServiceViews(Database database, String proxyUrl) {
        this.database = database;
        this.proxy = Proxy.of(proxyUrl);
    }

    /** By project, environment and name; {@code projects} are those the viewer may see. */
    public Page<ServiceView> list(
            List<String> projects, @Nullable String environment, int limit, @Nullable String next) {
        String after = Cursor.text(next, "");
        if (projects.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        List<Row> rows = rows(projects, environment, after, limit + 1);
        Map<String, List<Row>> byService = new LinkedHashMap<>();
        rows.forEach(row ->
                byService.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row));
        return Pages.cut(
                byService.values().stream().map(this::view).toList(),
                limit,
                view -> Cursor.of(view.project() + "/" + view.environment() + "/" + view.name()));
    }

    private List<Row> rows(List<String> projects, @Nullable String environment, String after, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.registerRowMapper(ConstructorMapper.factory(Row.class))
                        .createQuery("""
                                with named as (
                                    select distinct project, environment, service,
                                        project || '/' || environment || '/' || service as key
                                    from service_instance
                                    where project in (<projects>) and state <> 'gone'
                                        and (cast(:environment as text) is null or environment = :environment)
                                        and project || '/' || environment || '/' || service > :after
                                    order by key limit :limit)
                                select n.key, i.project, i.environment, i.service, i.allocation_id, i.version, i.address,
                                    i.port, i.state
                                from named n join service_instance i using (project, environment, service)
                                where i.state <> 'gone' order by n.key, i.updated_at, i.allocation_id""")
                        .bindList("projects", projects)
                        .bind("environment", environment)
                        .bind("after", after)
                        .bind("limit", limit)
                        .mapTo(Row.class)
                        .list());
    }

    private ServiceView view(List<Row> rows) {
        Row first = rows.getFirst();
        return new ServiceView(
                first.project(),
                first.environment(),
                first.service(),
                proxy.address(first.service() + "." + first.environment() + "." + first.project() + ".localhost"),
                rows.stream()
                        .map(row ->
                                new Instance(row.allocationId(), row.version(), row.address(), row.port(), row.state()))
                        .toList());
    }

    /** One instance with its service. */
    public record Row(
            String key,
            String project,
            String environment,
            String service,
            String allocationId,
            long version,
            String address,
            int port,
            String state) {}

    /** Scheme and port of the proxy, in front of which each service has a host name. */
    private record Proxy(String scheme, int port) {
        static Proxy of(String url) {
            java.net.URI address = java.net.URI.create(url);
            return new Proxy(address.getScheme(), address.getPort());
        }

        String address(String host) {
            return scheme + "://" + host + (port < 0 ? "" : ":" + port) + "/";
        }
    }
}
