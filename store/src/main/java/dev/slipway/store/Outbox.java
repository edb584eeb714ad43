package dev.slipway.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** What others are to be told, written in the transaction that makes it true and sent by the relay until it is taken. */
public final class Outbox {
    private static final String SIGNAL = "signal/";

    private Outbox() {}

    /**
     * Adds a message unless one of the same key is there.
     *
     * @param kind start, signal, cancel, commit-status, webhook or hand-over
     * @param key what makes it one effect for ever
     * @param target workflow id or address
     */
    public static void add(Handle handle, String kind, String key, String target, JsonNode payload) {
        insert(handle, kind, key, target, payload, Duration.ZERO);
    }

    private static void insert(
            Handle handle, String kind, String key, String target, JsonNode payload, Duration later) {
        handle.createUpdate("""
                        insert into outbox (kind, key, target, payload, next_at)
                        values (:kind, :key, :target, :payload, now() + :later * interval '1 millisecond')
                        on conflict (key) do nothing""")
                .bind("later", later.toMillis())
                .bind("kind", kind)
                .bind("key", key)
                .bind("target", target)
                .bindByType("payload", payload, JsonNode.class)
                .execute();
    }

    /** Adds the hint that the wait of {@code waitKey} was answered. */
    public static void fact(Handle handle, String workflowId, String waitKey) {
        fact(handle, workflowId, waitKey, Duration.ZERO);
    }

    /**
     * As {@link #fact(Handle, String, String)}.
     *
     * @param later from now until it is sent, unless it turns out to be {@link #heard}
     */
    public static void fact(Handle handle, String workflowId, String waitKey, Duration later) {
        JsonNode payload = ModelJson.mapper()
                .createObjectNode()
                .put("signal", "fact")
                .set("args", ModelJson.mapper().createObjectNode().put("key", waitKey));
        insert(handle, "signal", SIGNAL + waitKey, workflowId, payload, later);
    }

    /** The workflow knows the answer already: a hint that was not sent yet need not be. */
    public static void heard(Handle handle, String waitKey) {
        handle.createUpdate("update outbox set done_at = now() where key = :key and done_at is null and attempts = 0")
                .bind("key", SIGNAL + waitKey)
                .execute();
    }
}
