package dev.slipway.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.ActionRequest;
import dev.slipway.store.door.ActionDoor;
import dev.slipway.store.door.Answered;
import dev.slipway.store.door.Registry;
import dev.slipway.store.door.RestartPoint;
import dev.slipway.store.door.RollbackDoor;
import dev.slipway.store.door.RunStanding;
import dev.slipway.store.door.SignedAction;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people may ask of a run, from the question to policy to the stored row. */
public final class RunActions {
    private final ActionDoor door;
    private final RollbackDoor rollbacks;
    private final Registry registry;
    private final SignedActions actions;

    public RunActions(ActionDoor door, RollbackDoor rollbacks, Registry registry, SignedActions actions) {
        this.door = door;
        this.rollbacks = rollbacks;
        this.registry = registry;
        this.actions = actions;
    }

    /** An action that was allowed and signed, not yet stored. */
    record Prepared(SignedAction action, RestartPoint from, Caller caller) {}

    Prepared prepare(Caller caller, RunStanding run, ActionRequest asked) {
        String reason = RunRequests.reason(asked.reason());
        String stage = asked.stage() == null ? "-" : asked.stage();
        String target = asked.target() == null ? "" : asked.target();
        RestartPoint from = new RestartPoint(null, null);
        if (asked.kind().equals("retry")) {
            requireOver(run);
            from = door.restartPoint(run, asked.stage(), asked.target());
            stage = from.stage() == null ? "-" : from.stage();
            target = from.step() == null ? "" : from.step();
        }
        ObjectNode about = ModelJson.mapper()
                .createObjectNode()
                .put("id", run.id())
                .put("project", run.project())
                .put("pipeline", run.pipeline())
                .put("initiator", run.principal());
        about.set("environment", environment(run, stage));
        SignedAction action = actions.sign(
                caller,
                new SignedActions.Subject(run.id(), run.generation(), stage, asked.kind(), target, reason, about));
        return new Prepared(action, from, caller);
    }

    Answered store(Handle handle, Prepared prepared) {
        SignedAction action = prepared.action();
        switch (action.kind()) {
            case "retry" ->
                door.retry(handle, action, prepared.from(), prepared.caller().credential());
            case "rollback" -> rollbacks.rollBack(handle, action);
            case "approve", "reject", "cancel" -> door.tell(handle, action);
            default -> throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "runs know no " + action.kind());
        }
        return Idempotent.answered(202, SignedActions.view(action), null);
    }

    private static void requireOver(RunStanding run) {
        switch (run.state()) {
            case FAILED, CANCELLED -> {
                // These are the ones a retry is for.
            }
            case QUEUED, RUNNING, WAITING, SUCCEEDED ->
                throw new SlipwayException(
                        ErrorCode.TRANSITION_REFUSED,
                        "only a failed or cancelled run can be retried; it is "
                                + run.state().text());
        }
    }

    /** The environment the action is for, with its guards; JSON null when the run waits for nobody there. */
    private JsonNode environment(RunStanding run, String stage) {
        @Nullable String name = door.environment(run.id(), stage).orElse(null);
        return name == null
                ? ModelJson.mapper().nullNode()
                : registry.environment(run.project(), name)
                        .map(row -> environmentDocument(name, row.spec()))
                        .orElseGet(() -> ModelJson.mapper().nullNode());
    }

    static JsonNode environmentDocument(String name, JsonNode spec) {
        ObjectNode document = ModelJson.mapper().createObjectNode().put("name", name);
        for (String part : List.of("class", "guards")) {
            if (spec.has(part)) {
                document.set(part, spec.get(part));
            }
        }
        if (!document.has("guards")) {
            document.putObject("guards");
        }
        return document;
    }
}
