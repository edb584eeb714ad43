package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code job} and {@code deployment} as far as people start rollouts. */
interface JobRows {
    @SqlQuery("""
            update job set next_deployment = next_deployment + 1, updated_at = now() where key = :key
            returning next_deployment - 1 as number, desired_version""")
    @RegisterConstructorMapper(Counter.class)
    Optional<Counter> nextDeployment(String key);

    @SqlQuery("select spec from job_version where job_key = :key and version = :version")
    Optional<JsonNode> spec(String key, long version);

    @SqlUpdate("""
            insert into deployment (job_key, number, workflow_id, run_id, version, previous_version, target_version,
                decision_id, description)
            values (:key, :number, :workflowId, :runId, :version, :previous, :version, :decisionId, :description)
            on conflict do nothing""")
    int insertDeployment(
            String key,
            long number,
            String workflowId,
            @Nullable String runId,
            long version,
            long previous,
            String decisionId,
            String description);

    /** The number just taken and what runs now. */
    record Counter(long number, long desiredVersion) {}
}
