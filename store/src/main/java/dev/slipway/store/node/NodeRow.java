package dev.slipway.store.node;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.NodeState;
import dev.slipway.model.api.NodeView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** One row of {@code node}; public because rows are mapped by reflection, not for other rooms. */
public record NodeRow(
        String id,
        String name,
        String nodePool,
        String datacenter,
        String state,
        boolean eligible,
        long epoch,
        int cpu,
        long memory,
        JsonNode attributes,
        long appliedSeq,
        Instant lastSeen,
        long modifyIndex) {
    static final String COLUMNS = """
            id, name, node_pool, datacenter, state, eligible, epoch, cpu, memory, attributes, applied_seq, last_seen,
            modify_index""";
    static final RowMapper<NodeRow> MAPPER = ConstructorMapper.of(NodeRow.class);
    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

    static Optional<NodeRow> find(Handle handle, String nodeId, String locking) {
        return handle.createQuery("select " + COLUMNS + " from node where id = :id" + locking)
                .bind("id", nodeId)
                .map(MAPPER)
                .findOne();
    }

    NodeView view() {
        return new NodeView(
                id,
                name,
                nodePool,
                datacenter,
                NodeState.of(state),
                eligible,
                epoch,
                cpu,
                memory,
                ModelJson.mapper().convertValue(attributes, ATTRIBUTES),
                lastSeen);
    }
}
