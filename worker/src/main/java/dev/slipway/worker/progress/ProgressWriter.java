package dev.slipway.worker.progress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.StepState;
import dev.slipway.store.Database;
import dev.slipway.store.run.StepRow;
import dev.slipway.store.run.Steps;
import dev.slipway.workflows.progress.FactBatch;
import dev.slipway.workflows.progress.StepFact;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes facts as rows: of each step only the newest of a batch. */
final class ProgressWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressWriter.class);

    private final Database database;

    ProgressWriter(Database database) {
        this.database = database;
    }

    void write(FactBatch batch) {
        if (batch.facts().isEmpty()) {
            return;
        }
        Map<String, StepRow> newest = new LinkedHashMap<>();
        for (StepFact fact : batch.facts()) {
            newest.merge(fact.stage() + "/" + fact.step() + "/" + fact.item(), row(fact), ProgressWriter::later);
        }
        List<StepRow> rows = List.copyOf(newest.values());
        database.jdbi().useHandle(handle -> Steps.write(handle, batch.workflowId(), batch.generation(), rows));
    }

    /** Best effort: the failure itself is in the history, this is for people who watch. */
    void lastError(FactBatch batch, String error) {
        if (batch.step().isEmpty()) {
            return;
        }
        try {
            database.useTransaction(handle -> Steps.lastError(
                    handle, batch.workflowId(), batch.generation(), batch.stage(), batch.step(), error));
        } catch (RuntimeException e) {
            LOG.warn("cannot note a failed try of {}: {}", batch.workflowId(), e.getMessage());
        }
    }

    private static StepRow row(StepFact fact) {
        JsonNode detail = ModelJson.mapper().valueToTree(fact.detail());
        Instant at = Instant.ofEpochMilli(fact.atMillis());
        return new StepRow(
                fact.stage(),
                fact.step(),
                fact.item(),
                fact.state(),
                fact.seq(),
                detail,
                fact.code(),
                fact.message(),
                began(fact.state()) ? at : null,
                fact.state().isFinal() ? at : null);
    }

    private static boolean began(StepState state) {
        return switch (state) {
            case RUNNING, WAITING, SUCCEEDED, FAILED -> true;
            case PENDING, QUEUED, SKIPPED, CANCELLED -> false;
        };
    }

    private static StepRow later(StepRow earlier, StepRow later) {
        return new StepRow(
                later.stage(),
                later.step(),
                later.item(),
                later.state(),
                later.seq(),
                merged(earlier.detail(), later.detail()),
                later.code(),
                later.message(),
                first(earlier.started(), later.started()),
                later.finished());
    }

    /** What was said earlier still holds unless it was said anew, as between two batches. */
    private static JsonNode merged(JsonNode earlier, JsonNode later) {
        ObjectNode merged = ModelJson.mapper().createObjectNode();
        earlier.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        later.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        return merged;
    }

    private static @Nullable Instant first(@Nullable Instant one, @Nullable Instant other) {
        return one == null ? other : one;
    }
}
