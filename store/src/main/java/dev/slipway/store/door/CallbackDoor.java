package dev.slipway.store.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.CallbackAnswer;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.Waits;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Answers of external systems, each by a token that is good for one answer. */
public final class CallbackDoor {
    private static final int LONGEST_TEXT = 1_000;

    private final Database database;

    public CallbackDoor(Database database) {
        this.database = database;
    }

    /**
     * Stores the answer and tells the waiting workflow.
     *
     * @param tokenHash hash of the token the system was given
     * @throws SlipwayException NOT_FOUND for a token that is unknown, used or expired, so that none can be guessed at
     */
    public void answer(Digest tokenHash, CallbackAnswer answer) {
        database.useTransaction(handle -> {
            Open wait = find(handle, tokenHash).orElseThrow(CallbackDoor::unknown);
            ObjectNode stored = ModelJson.mapper()
                    .createObjectNode()
                    .put("outcome", answer.outcome())
                    .put("text", text(answer));
            if (answer.detail() != null) {
                stored.set("detail", answer.detail());
            }
            if (!Waits.answer(handle, wait.key(), stored)) {
                throw unknown();
            }
            ObjectNode data =
                    ModelJson.mapper().createObjectNode().put("key", wait.key()).put("outcome", answer.outcome());
            Events.emit(handle, "callback.answered", project(wait.workflowId()), wait.workflowId(), data);
        });
    }

    private static Optional<Open> find(Handle handle, Digest tokenHash) {
        return handle.registerRowMapper(ConstructorMapper.factory(Open.class))
                .createQuery("""
                        select key, workflow_id from wait where callback_hash = :hash and answered_at is null
                            and (expires_at is null or expires_at > now()) for update""")
                .bind("hash", tokenHash)
                .mapTo(Open.class)
                .findOne();
    }

    private static String text(CallbackAnswer answer) {
        if (answer.detail() == null) {
            return "";
        }
        String text = answer.detail().path("text").asText("");
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    private static String project(String workflowId) {
        return workflowId.split("/", -1)[1];
    }

    private static SlipwayException unknown() {
        return new SlipwayException(ErrorCode.NOT_FOUND, "no such callback");
    }

    /** A wait that may still be answered. */
    public record Open(String key, String workflowId) {}
}
