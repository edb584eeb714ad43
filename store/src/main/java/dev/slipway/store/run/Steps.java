package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The projection of step states, written from facts of the workflow and from nothing else. */
public final class Steps {
    private static final String WRITE = """
            with fact as (
                select * from jsonb_to_recordset(:facts) as f(stage text, step text, item text, state text, seq bigint,
                    detail jsonb, code text, message text, started timestamptz, finished timestamptz)
            ), written as (
                insert into step as s (workflow_id, generation, stage, step, item, state, fact_seq, detail, error_code,
                    error_message, started_at, finished_at)
                select :workflowId, :generation, stage, step, item, state, seq, detail, code, message, started, finished
                from fact
                on conflict (workflow_id, generation, stage, step, item) do update set
                    state = excluded.state, fact_seq = excluded.fact_seq, detail = s.detail || excluded.detail,
                    error_code = excluded.error_code, error_message = excluded.error_message,
                    last_error = case when excluded.state = 'succeeded' then null else s.last_error end,
                    started_at = coalesce(s.started_at, excluded.started_at), finished_at = excluded.finished_at
                where s.fact_seq < excluded.fact_seq
                returning stage, step, item, state, detail, error_code, error_message
            ), moved as (
                update run set state = w.state, waiting_for = case when w.state = 'waiting' then w.detail ->> 'text' end
                from written w
                where w.step = 'run' and run.id = :workflowId and run.generation = :generation
                    and run.state in ('queued', 'running', 'waiting')
            )
            insert into event_intake (type, project, subject, data)
            select case when step = 'run' then 'run.changed' else 'run.step' end, split_part(:workflowId, '/', 2),
                :workflowId, jsonb_strip_nulls(jsonb_build_object('generation', :generation, 'stage', stage, 'step', step,
                    'item', item, 'state', state, 'text', detail ->> 'text', 'code', error_code,
                    'message', error_message))
            from written""";

    private Steps() {}

    /** Writes rows, each step at most once; those not newer than what is stored change nothing. */
    public static void write(Handle handle, String workflowId, int generation, List<StepRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        JsonNode facts = ModelJson.mapper().valueToTree(rows);
        handle.createUpdate(WRITE)
                .bind("workflowId", workflowId)
                .bind("generation", generation)
                .bindByType("facts", facts, JsonNode.class)
                .execute();
    }

    /** Notes why a try failed; the state of the step is the workflow's to say. */
    public static void lastError(
            Handle handle, String workflowId, int generation, String stage, String step, String error) {
        handle.createUpdate("""
                        update step set last_error = :error where workflow_id = :workflowId and generation = :generation
                            and stage = :stage and step = :step and item = '-'""")
                .bind("workflowId", workflowId)
                .bind("generation", generation)
                .bind("stage", stage)
                .bind("step", step)
                .bind("error", error)
                .execute();
    }

    /** Ends what is still open of an execution that no longer runs; only for workflows that can say nothing any more. */
    public static void abandon(Handle handle, String workflowId, int generation) {
        handle.createUpdate("""
                        update step set state = 'cancelled', finished_at = now()
                        where workflow_id = :workflowId and generation = :generation and step <> 'run'
                            and state in ('pending', 'queued', 'running', 'waiting')""")
                .bind("workflowId", workflowId)
                .bind("generation", generation)
                .execute();
    }
}
