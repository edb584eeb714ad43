package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code run} and {@code receipt}. */
interface RunRows {
    @SqlQuery("""
            update pipeline set next_run = next_run + 1 where project = :project and name = :pipeline
            returning next_run - 1""")
    Optional<Long> reserve(String project, String pipeline);

    @SqlUpdate("""
            insert into run (id, project, pipeline, number, ref, commit_id, dry_run, artifacts, principal, principal_name,
                trigger, push_before)
            values (:id, :r.id.project, :r.id.pipeline, :r.id.number, :r.asked.ref, :r.asked.commit, :r.asked.dryRun,
                :artifacts, :r.credential.principal, :r.credential.name, :trigger, :r.pushBefore)""")
    void insert(String id, JsonNode artifacts, String trigger, @BindMethods("r") NewRun run);

    @SqlUpdate("""
            insert into receipt (run_id, generation, issuer, subject, token_id, token_hash, token_expires_at, claims, groups)
            values (:runId, :generation, :c.issuer, :c.subject, :tokenId, :c.tokenHash, :c.expiresAt, :claims, :groups)
            on conflict (issuer, token_id) do nothing""")
    int insertReceipt(
            String runId,
            int generation,
            String tokenId,
            JsonNode claims,
            JsonNode groups,
            @BindMethods("c") VerifiedCredential credential);

    @SqlQuery("select exists (select 1 from receipt where issuer = :issuer and token_id = :tokenId)")
    boolean used(String issuer, String tokenId);

    @SqlUpdate("""
            insert into artifact (project, workflow_id, name, digest, uri, origin)
            values (:project, :workflowId, :name, :digest, :uri, 'trigger')""")
    void insertArtifact(String project, String workflowId, String name, String digest, String uri);

    @SqlQuery("""
            select id, project, pipeline, number, generation, state, dry_run, principal, ref, commit_id as commit
            from run where id = :id""")
    @RegisterConstructorMapper(RunStanding.class)
    Optional<RunStanding> standing(String id);

    @SqlQuery("""
            select id, project, pipeline, number, generation, state, dry_run, principal, ref, commit_id as commit
            from run where id = :id for update""")
    @RegisterConstructorMapper(RunStanding.class)
    Optional<RunStanding> lock(String id);

    @SqlUpdate("""
            update run set generation = generation + 1, state = 'queued', from_stage = :fromStage, from_step = :fromStep,
                failure_code = null, failure_message = null, waiting_for = null, finished_at = null
            where id = :id and generation = :generation and state in ('failed', 'cancelled')""")
    int nextGeneration(String id, int generation, @Nullable String fromStage, @Nullable String fromStep);
}
