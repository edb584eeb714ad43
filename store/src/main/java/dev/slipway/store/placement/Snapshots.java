package dev.slipway.store.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** What the scheduler reads, in a fixed number of statements whatever the size of a job. */
public final class Snapshots {
    private static final String JOB = """
            select now() at, j.key, j.type, j.node_pool, j.desired_version, j.stable_version, j.stopped,
                j.wait_key job_wait_key, j.modify_index, d.number, d.version, d.target_version, d.state, d.wait_key,
                w.answer ->> 'outcome' answer, d.description, d.desired_total, d.placed, d.healthy, d.unhealthy,
                d.progress_by
            from job j
            left join deployment d on d.job_key = j.key
                and d.state in ('pending', 'running', 'paused', 'blocked', 'reverting')
            left join wait w on w.key = d.wait_key
            where j.key = :key""";

    private static final String ALLOCATION = """
            select a.id, a.group_name, a.index, a.version, a.deployment_number, a.node_id, a.desired, a.client_state,
                a.healthy, a.cpu, a.memory, a.created_at, a.client_updated_at ended_at,
                case when a.client_state = 'failed' or a.healthy = false then a.tasks end tasks,
                (select count(*) from service_instance s
                    where s.allocation_id = a.id and s.state = 'healthy') healthy_services
            from allocation a where a.job_key = :key and\s""";

    private Snapshots() {}

    /** Reads a job. Only what was committed before the caller's statement is seen, so the evaluation is claimed first. */
    public static JobSnapshot job(Handle handle, String key) {
        Head head =
                handle.createQuery(JOB).bind("key", key).map(Snapshots::head).one();
        List<PlacedAllocation> allocations = handle.createQuery(ALLOCATION + """
                        (a.desired = 'run' or a.client_state in ('pending', 'running', 'unknown'))
                        union all\s""" + ALLOCATION + """
                        a.desired = 'stop' and a.client_state in ('failed', 'lost')
                            and a.client_updated_at > now() - interval '1 hour'
                        order by group_name, index, created_at, id""")
                .bind("key", key)
                .map(ConstructorMapper.of(PlacedAllocation.class))
                .list();
        return new JobSnapshot(head.now(), head.job(), head.rollout(), allocations);
    }

    /** Specs of versions of a job. */
    public static Map<Long, JobSpec> specs(Handle handle, String key, Collection<Long> versions) {
        return handle
                .createQuery("""
                        select version, spec from job_version where job_key = :key
                            and version in (select cast(v as bigint) from jsonb_array_elements_text(:versions) v)""")
                .bind("key", key)
                .bindByType("versions", ModelJson.mapper().valueToTree(versions), JsonNode.class)
                .map((row, context) ->
                        Map.entry(row.getLong("version"), ModelJson.read(row.getString("spec"), JobSpec.class)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Every node of a pool with what is left of it, by id. */
    public static List<NodeRoom> nodes(Handle handle, String nodePool) {
        return handle.createQuery("""
                        select n.id, n.name, n.epoch, n.state = 'ready' and n.eligible usable, n.cpu, n.memory, n.drivers,
                            coalesce(u.cpu, 0) used_cpu, coalesce(u.memory, 0) used_memory,
                            coalesce(u.stopping_cpu, 0) stopping_cpu, coalesce(u.stopping_memory, 0) stopping_memory
                        from node n left join lateral (
                            select sum(a.cpu) cpu, sum(a.memory) memory,
                                sum(a.cpu) filter (where a.desired = 'stop') stopping_cpu,
                                sum(a.memory) filter (where a.desired = 'stop') stopping_memory
                            from allocation a
                            where a.node_id = n.id and a.client_state in ('pending', 'running', 'unknown')
                        ) u on true
                        where n.node_pool = :pool order by n.id""")
                .bind("pool", nodePool)
                .map(Snapshots::node)
                .list();
    }

    private static Head head(ResultSet row, StatementContext context) throws SQLException {
        JobRow job = new JobRow(
                row.getString("key"),
                JobType.of(row.getString("type")),
                row.getString("node_pool"),
                row.getLong("desired_version"),
                row.getLong("stable_version"),
                row.getBoolean("stopped"),
                row.getString("job_wait_key"),
                row.getLong("modify_index"));
        Instant now = row.getObject("at", OffsetDateTime.class).toInstant();
        return new Head(now, job, row.getString("state") == null ? null : rollout(row));
    }

    private static Rollout rollout(ResultSet row) throws SQLException {
        OffsetDateTime progressBy = row.getObject("progress_by", OffsetDateTime.class);
        return new Rollout(
                row.getLong("number"),
                row.getLong("version"),
                row.getLong("target_version"),
                DeploymentState.of(row.getString("state")),
                row.getString("wait_key"),
                row.getString("answer"),
                row.getString("description"),
                row.getInt("desired_total"),
                row.getInt("placed"),
                row.getInt("healthy"),
                row.getInt("unhealthy"),
                progressBy == null ? null : progressBy.toInstant());
    }

    private static NodeRoom node(ResultSet row, StatementContext context) throws SQLException {
        Set<String> drivers = new HashSet<>();
        ModelJson.read(row.getString("drivers"), JsonNode.class).properties().forEach(driver -> {
            if (driver.getValue().path("healthy").asBoolean(false)) {
                drivers.add(driver.getKey());
            }
        });
        return new NodeRoom(
                row.getString("id"),
                row.getString("name"),
                row.getLong("epoch"),
                row.getBoolean("usable"),
                row.getInt("cpu"),
                row.getLong("memory"),
                row.getInt("used_cpu"),
                row.getLong("used_memory"),
                row.getInt("stopping_cpu"),
                row.getLong("stopping_memory"),
                drivers);
    }

    private record Head(Instant now, JobRow job, @Nullable Rollout rollout) {}
}
