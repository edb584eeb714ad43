package dev.slipway.model.api;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One placed instance of a group. */
public record AllocationView(
        String id,
        String jobKey,
        String group,
        int index,
        long version,
        String nodeId,
        AllocationDesired desired,
        AllocationState clientState,
        @Nullable Boolean healthy,
        Map<String, TaskStateView> tasks,
        Instant createdAt) {
    public AllocationView {
        tasks = Map.copyOf(tasks);
    }
}
