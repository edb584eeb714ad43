package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.StepName;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What finished steps left for later steps and for retries: digests and references. */
public interface StepResults {
    /** Stores a result; one of a later execution replaces it, one of an earlier does not. */
    default void put(String workflowId, String stage, StepName step, String item, int generation, JsonNode result) {
        upsert(workflowId, stage, step.text(), item, generation, result);
    }

    /** The latest result. */
    default Optional<JsonNode> find(String workflowId, String stage, StepName step, String item) {
        return select(workflowId, stage, step.text(), item);
    }

    /** Everything stored of a run, as {@code stage/step/item}. */
    @SqlQuery("select stage || '/' || step || '/' || item from step_result where workflow_id = :workflowId")
    Set<String> names(String workflowId);

    @SqlQuery("""
            select result from step_result
            where workflow_id = :workflowId and stage = :stage and step = :step and item = :item""")
    Optional<JsonNode> select(String workflowId, String stage, String step, String item);

    @SqlUpdate("""
            insert into step_result (workflow_id, stage, step, item, generation, result)
            values (:workflowId, :stage, :step, :item, :generation, :result)
            on conflict (workflow_id, stage, step, item) do update set generation = excluded.generation,
                result = excluded.result, created_at = now()
            where step_result.generation <= excluded.generation""")
    void upsert(String workflowId, String stage, String step, String item, int generation, JsonNode result);
}
