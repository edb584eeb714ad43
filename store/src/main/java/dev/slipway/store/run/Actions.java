package dev.slipway.store.run;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** People's actions: read, and used up once. */
@RegisterConstructorMapper(ActionRow.class)
public interface Actions {
    @SqlQuery("""
            select id, workflow_id, generation, stage, kind, principal, principal_name, groups, reason, target, nonce,
                decision_id, signature, created_at, expires_at, used_at
            from action where id = :id""")
    Optional<ActionRow> find(UUID id);

    /** Used approvals and rejections of a stage that name {@code target}, oldest first. */
    @SqlQuery("""
            select id, workflow_id, generation, stage, kind, principal, principal_name, groups, reason, target, nonce,
                decision_id, signature, created_at, expires_at, used_at
            from action where workflow_id = :workflowId and stage = :stage and target = :target
                and kind in ('approve', 'reject') and used_at is not null
            order by created_at""")
    List<ActionRow> verdicts(String workflowId, String stage, String target);

    /** Actions of an execution nobody has looked at yet, oldest first. */
    @SqlQuery("""
            select id from action where workflow_id = :workflowId and generation = :generation and used_at is null
                and expires_at > now() order by created_at""")
    List<UUID> unused(String workflowId, int generation);

    /** Uses it up; false when somebody did before or its time is over. */
    default boolean use(UUID id) {
        return markUsed(id) > 0;
    }

    @SqlUpdate("update action set used_at = now() where id = :id and used_at is null and expires_at > now()")
    int markUsed(UUID id);
}
