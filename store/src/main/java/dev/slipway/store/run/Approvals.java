package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Waits;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Approvals that are asked for: waits that people's actions answer. At most one per stage is open. */
public final class Approvals {
    private Approvals() {}

    /**
     * Opens the approval unless it is there; one of the same stage for another digest is void from now on.
     *
     * @param detail object with {@code stage}, {@code digest} and what the approval takes
     */
    public static void ask(Handle handle, String key, String workflowId, JsonNode detail, Instant expiresAt) {
        handle.createUpdate("""
                        update wait set answer = :answer, answered_at = now() where workflow_id = :workflowId
                            and kind = 'approval' and detail ->> 'stage' = :stage and key <> :key
                            and answered_at is null""")
                .bindByType("answer", answer("void", "the request changed"), JsonNode.class)
                .bind("workflowId", workflowId)
                .bind("stage", detail.path("stage").asText())
                .bind("key", key)
                .execute();
        Waits.open(handle, key, workflowId, "approval", detail, null, expiresAt);
    }

    /** What the open approval of a stage asks for; empty when none is open. */
    public static Optional<JsonNode> open(Handle handle, String workflowId, String stage) {
        return handle.createQuery("""
                        select detail from wait where workflow_id = :workflowId and kind = 'approval'
                            and detail ->> 'stage' = :stage and answered_at is null""")
                .bind("workflowId", workflowId)
                .bind("stage", stage)
                .mapTo(JsonNode.class)
                .findOne();
    }

    /** Closes the approval without telling the workflow, which is who decided it. */
    public static void close(Handle handle, String key, String outcome, String text) {
        handle.createUpdate(
                        "update wait set answer = :answer, answered_at = now() where key = :key and answered_at is null")
                .bindByType("answer", answer(outcome, text), JsonNode.class)
                .bind("key", key)
                .execute();
    }

    private static JsonNode answer(String outcome, String text) {
        return ModelJson.mapper().createObjectNode().put("outcome", outcome).put("text", text);
    }
}
