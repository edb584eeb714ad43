package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code action} and on what actions look at. */
interface ActionRows {
    @SqlUpdate("""
            insert into action (id, workflow_id, generation, stage, kind, principal, principal_name, groups, reason,
                target, nonce, decision_id, signature, created_at, expires_at, used_at)
            values (:a.id, :a.workflowId, :a.generation, :a.stage, :a.kind, :a.principal, :a.principalName, :groups,
                :a.reason, :a.target, :a.nonce, :a.decisionId, :a.signature, :a.createdAt, :a.expiresAt,
                case when :used then now() end)""")
    void insert(@BindMethods("a") SignedAction action, JsonNode groups, boolean used);

    @SqlQuery("""
            select detail from wait where workflow_id = :workflowId and kind = 'approval' and answered_at is null
            and (expires_at is null or expires_at > now())""")
    List<JsonNode> openApprovals(String workflowId);

    @SqlQuery("""
            select planned ->> 'environment' from step_result r,
                jsonb_path_query(r.result, '$.plan.stages[*] ? (@.name == $name)',
                    jsonb_build_object('name', cast(:stage as text))) planned
            where r.workflow_id = :workflowId and r.stage = '-' and r.step = 'commit' and r.item = '-'""")
    Optional<String> environment(String workflowId, String stage);

    @SqlQuery("""
            select exists (select 1 from action where workflow_id = :a.workflowId and generation = :a.generation
                and stage = :a.stage and kind = :a.kind and principal = :a.principal and target = :a.target)""")
    boolean repeated(@BindMethods("a") SignedAction action);

    @SqlQuery("""
            select stage from step where workflow_id = :workflowId and generation = :generation and stage <> '-'
                and state <> 'skipped' order by fact_seq desc limit 1""")
    Optional<String> lastStage(String workflowId, int generation);

    @SqlQuery("""
            select step from step where workflow_id = :workflowId and generation = :generation and stage = :stage
                and item = '-' and state in ('failed', 'running', 'waiting') order by fact_seq desc limit 1""")
    Optional<String> brokenStep(String workflowId, int generation, String stage);

    @SqlQuery("""
            select distinct stage from step where workflow_id = :workflowId and stage <> '-' and step = 'respond'
                and item = '-' and state = 'succeeded'""")
    List<String> finishedStages(String workflowId);

    @SqlQuery("""
            select d.job_key, d.number, d.version, d.previous_version
            from deployment d join job j on j.key = d.job_key and j.desired_version = d.version
            where d.run_id = :runId and d.state = 'successful'
                and d.run_key like :runId || '/%'
                and (cast(:stage as text) is null or d.run_key like :runId || '/%/' || :stage || '/%')
            order by d.finished_at desc""")
    @RegisterConstructorMapper(Rolled.class)
    List<Rolled> rolledOut(String runId, @Nullable String stage);

    /** A rollout of a run that went well. */
    record Rolled(String jobKey, long number, long version, long previousVersion) {}
}
