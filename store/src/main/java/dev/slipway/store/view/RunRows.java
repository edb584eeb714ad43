package dev.slipway.store.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.api.ActionView;
import dev.slipway.model.api.ArtifactView;
import dev.slipway.model.api.DecisionView;
import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StepView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Reads of one run and of lists of runs. */
@RegisterConstructorMapper(RunView.class)
interface RunRows {
    @SqlQuery("""
            select id, project, pipeline, number, generation, state, ref, commit_id as commit, commit_subject, dry_run,
                principal_name, trigger, failure_code, failure_message, waiting_for, created_at, started_at, finished_at,
                case when :ui = '' then null else :ui || replace(id, '/', '%2F') end as temporal_url
            from run where id = :id""")
    Optional<RunView> run(String id, String ui);

    @SqlQuery("""
            select id, project, pipeline, number, generation, state, ref, commit_id as commit, commit_subject, dry_run,
                principal_name, trigger, failure_code, failure_message, waiting_for, created_at, started_at, finished_at,
                case when :ui = '' then null else :ui || replace(id, '/', '%2F') end as temporal_url
            from run where project in (<projects>)
                and (cast(:pipeline as text) is null or pipeline = :pipeline)
                and (cast(:state as text) is null or state = :state)
                and (cast(:before as timestamptz) is null or (created_at, id) < (:before, :beforeId))
            order by created_at desc, id desc limit :limit""")
    List<RunView> list(
            @BindList("projects") List<String> projects,
            @Nullable String pipeline,
            @Nullable String state,
            @Nullable Instant before,
            @Nullable String beforeId,
            int limit,
            String ui);

    @SqlQuery("""
            select generation, stage, step, item, state, detail, error_code, error_message, last_error, started_at,
                finished_at from step where workflow_id = :id order by generation, fact_seq, stage, step, item""")
    @RegisterConstructorMapper(StepView.class)
    List<StepView> steps(String id);

    @SqlQuery("""
            select id, stage, step, question, allowed, input_digest, engines, reasons, warnings, decided_at
            from decision where workflow_id = :id order by decided_at, id""")
    @RegisterConstructorMapper(DecisionView.class)
    List<DecisionView> decisions(String id);

    @SqlQuery("""
            select id, kind, stage, target, principal_name, reason, created_at, expires_at, used_at
            from action where workflow_id = :id order by created_at, id""")
    @RegisterConstructorMapper(ActionView.class)
    List<ActionView> actions(String id);

    @SqlQuery("select name, digest, uri, size, origin from artifact where workflow_id = :id order by name")
    @RegisterConstructorMapper(ArtifactView.class)
    List<ArtifactView> artifacts(String id);

    @SqlQuery("""
            select job_key, number, workflow_id, run_id, version, state, phase, description, reverted_to, desired_total,
                placed, healthy, unhealthy, created_at, finished_at
            from deployment where run_id = :id order by created_at, job_key""")
    @RegisterConstructorMapper(DeploymentView.class)
    List<DeploymentView> deployments(String id);

    @SqlQuery("""
            select detail, answered_at is null as open from wait
            where workflow_id = :id and kind = 'approval' order by created_at""")
    @RegisterConstructorMapper(Approval.class)
    List<Approval> approvals(String id);

    /** The wait of an approval; its detail names stage, digest and how many must agree. */
    record Approval(JsonNode detail, boolean open) {}
}
