package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.StartRun.HandedArtifact;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.Outbox;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Lets runs in: receipt, row, start message and event become true together. */
public final class RunDoor {
    private final Database database;

    public RunDoor(Database database) {
        this.database = database;
    }

    /**
     * Takes the next run number. A number whose run is refused afterwards stays unused, so that its stored decision is
     * never taken for one about another run.
     *
     * @throws SlipwayException NOT_FOUND when there is no such pipeline
     */
    public long reserve(String project, String pipeline) {
        return database.jdbi()
                .withExtension(RunRows.class, rows -> rows.reserve(project, pipeline))
                .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "no such pipeline"));
    }

    /**
     * Refuses a token that started a run before.
     *
     * @throws SlipwayException TOKEN_REPLAYED
     */
    public void requireFresh(VerifiedCredential credential) {
        boolean used = database.jdbi()
                .withExtension(RunRows.class, rows -> rows.used(credential.issuer(), credential.tokenId()));
        if (used) {
            throw replayed();
        }
    }

    /**
     * Stores the run.
     *
     * @throws SlipwayException TOKEN_REPLAYED when the token started another run meanwhile
     */
    public void accept(Handle handle, NewRun run) {
        RunRows rows = handle.attach(RunRows.class);
        String id = run.id().workflowId();
        JsonNode artifacts = ModelJson.mapper().valueToTree(run.asked().artifacts());
        rows.insert(id, artifacts, run.trigger().text(), run);
        receipt(rows, id, 1, run.credential().tokenId(), run.credential());
        for (HandedArtifact artifact : run.asked().artifacts()) {
            rows.insertArtifact(
                    run.id().project(), id, artifact.name(), artifact.digest().value(), artifact.uri());
        }
        RunStanding standing = rows.standing(id).orElseThrow();
        start(handle, standing, 1, null, null);
        ObjectNode data = ModelJson.mapper()
                .createObjectNode()
                .put("state", "queued")
                .put("generation", 1)
                .put("commit", run.asked().commit())
                .put("trigger", run.trigger().text())
                .put("by", run.credential().name());
        Events.emit(handle, "run.accepted", run.id().project(), id, data);
    }

    public Optional<RunStanding> standing(String id) {
        return database.jdbi().withExtension(RunRows.class, rows -> rows.standing(id));
    }

    static void receipt(RunRows rows, String id, int generation, String tokenId, VerifiedCredential credential) {
        JsonNode groups = ModelJson.mapper().valueToTree(credential.groups());
        if (rows.insertReceipt(id, generation, tokenId, credential.claims(), groups, credential) == 0) {
            throw replayed();
        }
    }

    static void start(
            Handle handle, RunStanding run, int generation, @Nullable String fromStage, @Nullable String fromStep) {
        ObjectNode input = ModelJson.mapper().createObjectNode();
        input.put("project", run.project()).put("pipeline", run.pipeline()).put("number", run.number());
        input.put("generation", generation).put("dryRun", run.dryRun());
        if (fromStage != null) {
            input.put("fromStage", fromStage);
        }
        if (fromStep != null) {
            input.put("fromStep", fromStep);
        }
        ObjectNode payload = ModelJson.mapper().createObjectNode().put("workflowType", "PipelineRunWorkflow");
        payload.set("input", input);
        payload.putObject("searchAttributes")
                .put("Project", run.project())
                .put("Pipeline", run.pipeline())
                .put("Commit", run.commit())
                .put("Status", "queued")
                .put("Principal", IdempotencyKey.shortHash(run.principal()));
        payload.put("summary", run.project() + "/" + run.pipeline() + " #" + run.number());
        Outbox.add(handle, "start", "start/" + run.id() + "/" + generation, run.id(), payload);
    }

    private static SlipwayException replayed() {
        return new SlipwayException(ErrorCode.TOKEN_REPLAYED, "this token was used to start a run; get a fresh one");
    }
}
