package dev.slipway.store.infra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on {@code infra_plan}. */
interface PlanRows {
    @SqlUpdate("""
            insert into infra_plan (key, project, environment, module, workflow_id, digest, sealed_plan, redacted_json,
                empty, creates, updates, deletes, state_serial)
            values (:key, :project, :environment, :module, :workflowId, :digest, :sealed, :redacted,
                :empty, :creates, :updates, :deletes, :stateSerial)
            on conflict (key) do nothing""")
    int insert(@BindMethods Row row, Digest digest, JsonNode redacted);

    @SqlUpdate("""
            update infra_plan set digest = :digest, sealed_plan = :sealed, redacted_json = :redacted, empty = :empty,
                creates = :creates, updates = :updates, deletes = :deletes, state_serial = :stateSerial,
                created_at = now()
            where key = :key and digest = :replaced and applied_at is null""")
    int replace(@BindMethods Row row, Digest digest, JsonNode redacted, Digest replaced);

    @SqlQuery("""
            select key, project, environment, module, workflow_id, digest, redacted_json, empty, creates, updates,
                deletes, state_serial, outputs, applied_serial, applied_at, created_at
            from infra_plan where key = :key""")
    @RegisterConstructorMapper(StoredPlan.class)
    Optional<StoredPlan> get(String key);

    @SqlQuery("select sealed_plan from infra_plan where key = :key")
    Optional<byte[]> sealedPlan(String key);

    @SqlUpdate("""
            update infra_plan set outputs = :outputs, applied_serial = :serial, applied_at = now()
            where key = :key and digest = :digest and applied_at is null""")
    int markApplied(String key, Digest digest, JsonNode outputs, long serial);

    /** Columns of a plan that bind by their own type. */
    record Row(
            String key,
            String project,
            String environment,
            String module,
            String workflowId,
            byte[] sealed,
            boolean empty,
            int creates,
            int updates,
            int deletes,
            long stateSerial) {}
}
