package dev.slipway.model.spec;

import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An immutable job with every value reference already resolved; its digest names the JobVersion.
 *
 * @param name job name, see {@link dev.slipway.model.Names}
 * @param type service when absent
 * @param region {@code local} when absent
 * @param nodePool pool whose nodes may take it, {@code default} when absent
 * @param priority 1 to 100, 50 when absent or 0
 * @param groups at least one
 * @param update pacing of rollouts, defaults when absent
 * @param meta free labels shown to people
 */
public record JobSpec(
        String name,
        JobType type,
        String region,
        String nodePool,
        int priority,
        List<TaskGroup> groups,
        UpdateSpec update,
        Map<String, String> meta) {
    public JobSpec {
        Objects.requireNonNull(name, "name is null");
        type = type == null ? JobType.SERVICE : type;
        region = region == null ? "local" : region;
        nodePool = nodePool == null ? "default" : nodePool;
        priority = priority == 0 ? 50 : priority;
        groups = groups == null ? List.of() : List.copyOf(groups);
        update = update == null ? UpdateSpec.DEFAULT : update;
        meta = meta == null ? Map.of() : Map.copyOf(meta);
    }

    public Digest digest() {
        return ModelJson.digest(this);
    }

    public TaskGroup group(String groupName) {
        return groups.stream()
                .filter(group -> group.name().equals(groupName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("job " + name + " has no group " + groupName));
    }
}
