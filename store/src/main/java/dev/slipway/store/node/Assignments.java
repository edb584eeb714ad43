package dev.slipway.store.node;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.TaskGroup;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What a node has to run or to stop, with the specification it needs for it. */
final class Assignments {
    private static final String OPEN = """
            select a.id, a.job_key, a.group_name, a.version, a.index, a.desired, v.spec,
                cast(greatest(0, coalesce(extract(epoch from a.drain_until - now()), 0) * 1000) as bigint) drain_millis
            from allocation a join job_version v on v.job_key = a.job_key and v.version = a.version
            where a.node_id = :nodeId and a.client_state in ('pending', 'running', 'unknown')
            """;

    private Assignments() {}

    /** Those that have not ended and whose desired side changed after {@code since}, oldest change first. */
    static List<Assignment> since(Handle handle, String nodeId, long since) {
        return handle.createQuery(OPEN + "and a.modify_index > :since order by a.modify_index, a.id")
                .bind("nodeId", nodeId)
                .bind("since", since)
                .map(ConstructorMapper.of(Row.class))
                .map(Row::assignment)
                .list();
    }

    static Optional<Assigned> group(Handle handle, String nodeId, UUID allocationId) {
        return handle.createQuery(OPEN + "and a.id = :id and a.desired = 'run'")
                .bind("nodeId", nodeId)
                .bind("id", allocationId)
                .map(ConstructorMapper.of(Row.class))
                .map(row -> new Assigned(row.jobKey(), row.job().group(row.groupName())))
                .findOne();
    }

    record Assigned(String jobKey, TaskGroup group) {}

    /** One allocation with the text of its job. */
    public record Row(
            UUID id,
            String jobKey,
            String groupName,
            long version,
            int index,
            String desired,
            String spec,
            long drainMillis) {
        JobSpec job() {
            return ModelJson.read(spec, JobSpec.class);
        }

        Assignment assignment() {
            JobSpec job = job();
            return new Assignment(
                    id.toString(),
                    jobKey,
                    job.type(),
                    version,
                    index,
                    AllocationDesired.of(desired),
                    drainMillis,
                    job.update().minHealthyTime().toMillis(),
                    job.update().healthyDeadline().toMillis(),
                    job.group(groupName),
                    job.meta());
        }
    }
}
