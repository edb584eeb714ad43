package dev.slipway.store.view;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Allocations as people see them. */
public final class AllocationViews {
    private static final int HISTORY = 200;
    private static final TypeReference<Map<String, TaskStateView>> TASKS = new TypeReference<>() {};

    private final Database database;

    public AllocationViews(Database database) {
        this.database = database;
    }

    public Optional<AllocationView> allocation(UUID id) {
        return database.jdbi()
                .withExtension(AllocationRows.class, rows -> rows.allocation(id))
                .map(AllocationViews::view);
    }

    /** The latest 200 allocations of a job, newest first. */
    public List<AllocationView> ofJob(String key) {
        return database.inTransaction(handle -> ofJob(handle, key));
    }

    static List<AllocationView> ofJob(Handle handle, String key) {
        return handle.attach(AllocationRows.class).ofJob(key, HISTORY).stream()
                .map(AllocationViews::view)
                .toList();
    }

    private static AllocationView view(AllocationRows.Row row) {
        return new AllocationView(
                row.id().toString(),
                row.jobKey(),
                row.groupName(),
                row.index(),
                row.version(),
                row.nodeId(),
                row.desired(),
                row.clientState(),
                row.healthy(),
                ModelJson.mapper().convertValue(row.tasks(), TASKS),
                row.createdAt());
    }
}
