package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.run.WaitRow;
import dev.slipway.store.run.WaitRows;
import dev.slipway.workflows.api.Answer;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Looks at waits for workflows: the row decides, never the message that made the workflow look. */
final class WaitStep {
    private static final int SHOWN = 200;

    private final Database database;
    private final HandOverPoll poll;

    WaitStep(Database database, HandOverPoll poll) {
        this.database = database;
        this.poll = poll;
    }

    /**
     * The answer; systems that do not call back are asked for it.
     *
     * @param hinted whether a message said there is an answer: one that is not true is recorded
     */
    Answer answer(String workflowId, String key, boolean hinted) {
        Optional<WaitRow> wait = database.jdbi()
                .withExtension(WaitRows.class, waits -> waits.find(key))
                .filter(row -> row.workflowId().equals(workflowId));
        JsonNode stored = wait.map(WaitRow::answer).orElse(null);
        if (stored == null && wait.isPresent()) {
            stored = polled(wait.get());
        }
        if (stored != null) {
            return Judgement.of(wait.orElseThrow().detail(), stored);
        }
        if (hinted) {
            database.useTransaction(handle -> record(handle, workflowId, key));
        }
        return Answer.NONE;
    }

    private @Nullable JsonNode polled(WaitRow wait) {
        Optional<JsonNode> answer = poll.ask(wait);
        answer.ifPresent(said -> database.jdbi().useExtension(WaitRows.class, waits -> waits.settle(wait.key(), said)));
        return answer.orElse(null);
    }

    private static void record(Handle handle, String workflowId, String key) {
        ObjectNode data = ModelJson.mapper().createObjectNode();
        data.put("hint", key.length() > SHOWN ? key.substring(0, SHOWN) : key);
        data.put("text", "a message without an answer behind it");
        String[] parts = workflowId.split("/", -1);
        Events.emit(handle, "message.refused", parts.length > 1 ? parts[1] : null, workflowId, data);
    }
}
