package dev.slipway.store.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Reads of allocations. */
@RegisterConstructorMapper(AllocationRows.Row.class)
interface AllocationRows {
    @SqlQuery("""
            select id, job_key, group_name, index, version, node_id, desired, client_state, healthy, tasks, created_at
            from allocation where id = :id""")
    Optional<Row> allocation(UUID id);

    @SqlQuery("""
            select id, job_key, group_name, index, version, node_id, desired, client_state, healthy, tasks, created_at
            from allocation where job_key = :key order by created_at desc, id limit :limit""")
    List<Row> ofJob(String key, int limit);

    /** As stored. */
    record Row(
            UUID id,
            String jobKey,
            String groupName,
            int index,
            long version,
            String nodeId,
            AllocationDesired desired,
            AllocationState clientState,
            @Nullable Boolean healthy,
            JsonNode tasks,
            Instant createdAt) {}
}
