package dev.slipway.model.api;

import dev.slipway.model.NodeState;
import java.time.Instant;
import java.util.Map;

/** A node. */
public record NodeView(
        String id,
        String name,
        String nodePool,
        String datacenter,
        NodeState state,
        boolean eligible,
        long epoch,
        int cpu,
        long memoryBytes,
        Map<String, String> attributes,
        Instant lastSeen) {
    public NodeView {
        attributes = Map.copyOf(attributes);
    }
}
