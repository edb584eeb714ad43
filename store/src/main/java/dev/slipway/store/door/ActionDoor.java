package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.Outbox;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people ask of runs: signed rows, and the messages that make workflows look at them. */
public final class ActionDoor {
    private final Database database;

    public ActionDoor(Database database) {
        this.database = database;
    }

    /**
     * Stores an approve, reject or cancel and tells the run.
     *
     * @throws SlipwayException TRANSITION_REFUSED when the run is over or in another generation, CONFLICT when nothing
     *     waits for it, the digest is another or the same person said so before
     */
    public void tell(Handle handle, SignedAction action) {
        RunStanding run = lock(handle, action);
        if (run.state().isFinal()) {
            throw new SlipwayException(
                    ErrorCode.TRANSITION_REFUSED, "the run is " + run.state().text());
        }
        ActionRows rows = handle.attach(ActionRows.class);
        if (!action.kind().equals("cancel")) {
            requireOpenApproval(rows, action);
        }
        if (rows.repeated(action)) {
            throw new SlipwayException(ErrorCode.CONFLICT, "you asked for this already");
        }
        insert(handle, run, action, false);
        Outbox.fact(handle, action.workflowId(), "action/" + action.id());
    }

    /**
     * Starts the next generation of a run that failed or was cancelled.
     *
     * @param credential of who asks; its receipt belongs to the new generation
     * @throws SlipwayException TRANSITION_REFUSED when the run is not over, succeeded or was retried meanwhile
     */
    public void retry(Handle handle, SignedAction action, RestartPoint from, VerifiedCredential credential) {
        RunStanding run = lock(handle, action);
        RunRows runs = handle.attach(RunRows.class);
        if (runs.nextGeneration(run.id(), run.generation(), from.stage(), from.step()) == 0) {
            throw new SlipwayException(
                    ErrorCode.TRANSITION_REFUSED,
                    "only a failed or cancelled run can be retried; it is "
                            + run.state().text());
        }
        int generation = run.generation() + 1;
        insert(handle, run, action, true);
        // A retry is fenced by the generation, so a person's token may serve for several: the action makes it unique.
        RunDoor.receipt(runs, run.id(), generation, credential.tokenId() + "/" + action.id(), credential);
        RunDoor.start(handle, run, generation, from.stage(), from.step());
    }

    /**
     * Where a retry may begin: at the stage the run broke in or an earlier finished one.
     *
     * @param stage asked for; null for the one the run broke in
     * @param step asked for; null for the one it broke at
     * @throws SlipwayException VALIDATION_FAILED when it would skip what never succeeded
     */
    public RestartPoint restartPoint(RunStanding run, @Nullable String stage, @Nullable String step) {
        if (step != null
                && Arrays.stream(StepName.values())
                        .noneMatch(known -> known.text().equals(step))) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "there is no step called " + step);
        }
        return database.jdbi().withExtension(ActionRows.class, rows -> {
            Optional<String> broken = rows.lastStage(run.id(), run.generation());
            String at = stage == null ? broken.orElse(null) : stage.equals("-") ? null : stage;
            if (at != null
                    && !Optional.of(at).equals(broken)
                    && !rows.finishedStages(run.id()).contains(at)) {
                throw new SlipwayException(
                        ErrorCode.VALIDATION_FAILED, "stage " + at + " comes after one that did not succeed");
            }
            String where = at == null ? "-" : at;
            String from = step == null
                    ? rows.brokenStep(run.id(), run.generation(), where).orElse(null)
                    : step;
            return new RestartPoint(at, from);
        });
    }

    /** Environment a stage of a run goes to, as its commit step found it; empty before that. */
    public Optional<String> environment(String runId, String stage) {
        return database.jdbi().withExtension(ActionRows.class, rows -> rows.environment(runId, stage));
    }

    static void insert(Handle handle, RunStanding run, SignedAction action, boolean used) {
        store(handle, action, used);
        ObjectNode data = ModelJson.mapper()
                .createObjectNode()
                .put("action", action.id().toString())
                .put("kind", action.kind())
                .put("stage", action.stage())
                .put("by", action.principalName());
        Events.emit(handle, "run.action", run.project(), run.id(), data);
    }

    /** Keeps an action that had its effect in the same transaction. */
    static void store(Handle handle, SignedAction action) {
        store(handle, action, true);
    }

    private static void store(Handle handle, SignedAction action, boolean used) {
        JsonNode groups = ModelJson.mapper().valueToTree(action.groups());
        handle.attach(ActionRows.class).insert(action, groups, used);
    }

    static RunStanding lock(Handle handle, SignedAction action) {
        RunStanding run = handle.attach(RunRows.class)
                .lock(action.workflowId())
                .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "no such run"));
        if (run.generation() != action.generation()) {
            throw new SlipwayException(ErrorCode.TRANSITION_REFUSED, "the run was retried meanwhile");
        }
        return run;
    }

    private static void requireOpenApproval(ActionRows rows, SignedAction action) {
        List<JsonNode> open = rows.openApprovals(action.workflowId()).stream()
                .filter(detail -> detail.path("stage").asText().equals(action.stage()))
                .toList();
        if (open.isEmpty()) {
            throw new SlipwayException(ErrorCode.CONFLICT, "stage " + action.stage() + " waits for no approval");
        }
        if (open.stream().noneMatch(detail -> detail.path("digest").asText().equals(action.target()))) {
            throw new SlipwayException(
                    ErrorCode.CONFLICT, "the approval is bound to another digest; look at the run again");
        }
    }
}
