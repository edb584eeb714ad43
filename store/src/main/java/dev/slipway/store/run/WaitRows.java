package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Waits as workflows look at them. */
@RegisterConstructorMapper(WaitRow.class)
public interface WaitRows {
    @SqlQuery("select key, workflow_id, kind, detail, answer, expires_at from wait where key = :key")
    Optional<WaitRow> find(String key);

    /** Answers for a workflow that is looking at the wait and need not be told; false when it was answered before. */
    default boolean settle(String key, JsonNode answer) {
        return update(key, answer) > 0;
    }

    @SqlUpdate("update wait set answer = :answer, answered_at = now() where key = :key and answered_at is null")
    int update(String key, JsonNode answer);

    /** Closes waits whose time is over, so that a late answer is refused; returns how many. */
    @SqlUpdate("""
            update wait set answered_at = now(), answer = '{"outcome": "expired", "text": "nobody answered in time"}'
            where answered_at is null and expires_at < now() - interval '1 minute'""")
    int expire();

    /** Closes what a workflow that is over still waits for. */
    @SqlUpdate("""
            update wait set answered_at = now(), answer = '{"outcome": "void", "text": "the workflow is over"}'
            where workflow_id = :workflowId and answered_at is null""")
    int abandon(String workflowId);
}
