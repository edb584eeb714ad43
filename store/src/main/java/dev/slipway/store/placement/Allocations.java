package dev.slipway.store.placement;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.TaskStateView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads what was placed and what became of it. */
public final class Allocations {
    private static final TypeReference<Map<String, TaskStateView>> TASKS = new TypeReference<>() {};
    private static final String COLUMNS = """
            select id, job_key, group_name, index, version, node_id, desired, client_state, healthy, tasks, created_at
            from allocation
            """;

    private Allocations() {}

    public static Optional<AllocationView> find(Handle handle, UUID id) {
        return handle.createQuery(COLUMNS + "where id = :id")
                .bind("id", id)
                .map(Allocations::view)
                .findOne();
    }

    /**
     * Allocations of a job, newest first.
     *
     * @param limit 1 and up
     */
    public static List<AllocationView> ofJob(Handle handle, JobKey key, int limit) {
        return handle.createQuery(COLUMNS + "where job_key = :key order by created_at desc, id limit :limit")
                .bind("key", key.text())
                .bind("limit", limit)
                .map(Allocations::view)
                .list();
    }

    /** The newest allocation of a job: what a pipeline task left stands in its tasks. */
    public static Optional<AllocationView> latest(Handle handle, JobKey key) {
        return ofJob(handle, key, 1).stream().findFirst();
    }

    /** Reads the {@code tasks} column. */
    public static Map<String, TaskStateView> tasks(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        return ModelJson.mapper().convertValue(ModelJson.read(json, Object.class), TASKS);
    }

    private static AllocationView view(ResultSet row, StatementContext context) throws SQLException {
        boolean healthy = row.getBoolean("healthy");
        boolean undecided = row.wasNull();
        return new AllocationView(
                row.getString("id"),
                row.getString("job_key"),
                row.getString("group_name"),
                row.getInt("index"),
                row.getLong("version"),
                row.getString("node_id"),
                AllocationDesired.of(row.getString("desired")),
                AllocationState.of(row.getString("client_state")),
                undecided ? null : healthy,
                tasks(row.getString("tasks")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
