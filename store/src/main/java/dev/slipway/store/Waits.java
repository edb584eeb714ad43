package dev.slipway.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Waits on the outside, each answered once; the answer tells the waiting workflow through the outbox. */
public final class Waits {
    private Waits() {}

    /**
     * Opens a wait unless it is open or answered already.
     *
     * @param key idempotency key of the effect that waits
     * @param workflowId workflow to tell
     * @param kind task, deployment, callback, approval or lock
     * @param callbackHash hash of the token an outside system answers with; null when only we answer
     * @param expiresAt from when on an answer is refused; null for never
     */
    public static void open(
            Handle handle,
            String key,
            String workflowId,
            String kind,
            JsonNode detail,
            @Nullable String callbackHash,
            @Nullable Instant expiresAt) {
        handle.createUpdate("""
                        insert into wait (key, workflow_id, kind, callback_hash, detail, expires_at)
                        values (:key, :workflowId, :kind, :callbackHash, :detail, :expiresAt)
                        on conflict (key) do nothing""")
                .bind("key", key)
                .bind("workflowId", workflowId)
                .bind("kind", kind)
                .bind("callbackHash", callbackHash)
                .bindByType("detail", detail, JsonNode.class)
                .bind("expiresAt", expiresAt)
                .execute();
    }

    /**
     * Says that the workflow's own activity listens for the answer, so that the hint can wait until it no longer does.
     *
     * @return false when there is no such wait or it is answered already
     */
    public static boolean listen(Handle handle, String key, Duration time) {
        return handle.createUpdate("""
                                update wait set listened_until = now() + :millis * interval '1 millisecond'
                                where key = :key and answered_at is null""")
                        .bind("key", key)
                        .bind("millis", time.toMillis())
                        .execute()
                == 1;
    }

    /**
     * Stores the answer and queues the hint to the workflow.
     *
     * @param answer object with {@code outcome} and {@code text}
     * @return false when there is no such wait or it was answered before; nothing is changed then
     */
    public static boolean answer(Handle handle, String key, JsonNode answer) {
        Optional<Told> told = handle.createQuery("""
                        update wait set answer = :answer, answered_at = now()
                        where key = :key and answered_at is null
                        returning workflow_id,
                            greatest(0, ceil(extract(epoch from listened_until - now()) * 1000))::bigint listens_for""")
                .bind("key", key)
                .bindByType("answer", answer, JsonNode.class)
                .map((row, context) -> new Told(row.getString("workflow_id"), row.getLong("listens_for")))
                .findOne();
        told.ifPresent(one -> Outbox.fact(handle, one.workflowId(), key, Duration.ofMillis(one.listensFor())));
        return told.isPresent();
    }

    /** Answers with an outcome and a text for people. */
    public static boolean answer(Handle handle, String key, String outcome, String text) {
        return answer(
                handle,
                key,
                ModelJson.mapper().createObjectNode().put("outcome", outcome).put("text", text));
    }

    /** The stored answer, empty while there is none. */
    public static Optional<JsonNode> read(Handle handle, String key) {
        return handle.createQuery("select answer from wait where key = :key and answer is not null")
                .bind("key", key)
                .mapTo(JsonNode.class)
                .findOne();
    }

    /** @param listensFor milliseconds for which the workflow's activity listens itself */
    private record Told(String workflowId, long listensFor) {}
}
