package dev.slipway.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import org.jdbi.v3.core.Handle;

/** What others are to be told, written in the transaction that makes it true and sent by the relay until it is taken. */
public final class Outbox {
    private Outbox() {}

    /**
     * Adds a message unless one of the same key is there.
     *
     * @param kind start, signal, cancel, commit-status, webhook or hand-over
     * @param key what makes it one effect for ever
     * @param target workflow id or address
     */
    public static void add(Handle handle, String kind, String key, String target, JsonNode payload) {
        handle.createUpdate("""
                        insert into outbox (kind, key, target, payload) values (:kind, :key, :target, :payload)
                        on conflict (key) do nothing""")
                .bind("kind", kind)
                .bind("key", key)
                .bind("target", target)
                .bindByType("payload", payload, JsonNode.class)
                .execute();
    }

    /** Adds the hint that the wait of {@code waitKey} was answered. */
    public static void fact(Handle handle, String workflowId, String waitKey) {
        JsonNode payload = ModelJson.mapper()
                .createObjectNode()
                .put("signal", "fact")
                .set("args", ModelJson.mapper().createObjectNode().put("key", waitKey));
        add(handle, "signal", "signal/" + waitKey, workflowId, payload);
    }
}
