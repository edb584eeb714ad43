package dev.slipway.store.view;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.NodeState;
import dev.slipway.model.api.NodeView;
import dev.slipway.model.api.Page;
import dev.slipway.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Nodes as people see them. */
public final class NodeViews {
    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

    private final Database database;

    public NodeViews(Database database) {
        this.database = database;
    }

    /** By id. */
    public Page<NodeView> list(int limit, @Nullable String next) {
        String after = Cursor.text(next, "");
        List<Row> rows = database.jdbi()
                .withHandle(handle -> handle.registerRowMapper(ConstructorMapper.factory(Row.class))
                        .createQuery("""
                                select id, name, node_pool, datacenter, state, eligible, epoch, cpu, memory, attributes,
                                    last_seen
                                from node where id > :after order by id limit :limit""")
                        .bind("after", after)
                        .bind("limit", limit + 1)
                        .mapTo(Row.class)
                        .list());
        return Pages.cut(rows.stream().map(NodeViews::view).toList(), limit, node -> Cursor.of(node.id()));
    }

    private static NodeView view(Row row) {
        return new NodeView(
                row.id(),
                row.name(),
                row.nodePool(),
                row.datacenter(),
                row.state(),
                row.eligible(),
                row.epoch(),
                row.cpu(),
                row.memory(),
                ModelJson.mapper().convertValue(row.attributes(), ATTRIBUTES),
                row.lastSeen());
    }

    /** As stored. */
    public record Row(
            String id,
            String name,
            String nodePool,
            String datacenter,
            NodeState state,
            boolean eligible,
            long epoch,
            int cpu,
            long memory,
            JsonNode attributes,
            Instant lastSeen) {}
}
