package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.identity.ActionText;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ActionSigner;
import dev.slipway.model.spi.Decision;
import dev.slipway.model.spi.DecisionLog;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.run.ActionRow;
import dev.slipway.store.run.Actions;
import dev.slipway.store.run.Approvals;
import dev.slipway.store.run.Transition;
import dev.slipway.store.run.Transitions;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.RunRef;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Checks people's actions: stored, signed by the API, about this execution, in time, allowed by policy, used once. */
final class ActionStep {
    private static final Set<String> VERDICTS = Set.of("approve", "reject");

    private final Database database;
    private final ActionSigner.Checker checker;
    private final DecisionLog decisions;

    ActionStep(Database database, ActionSigner.Checker checker, DecisionLog decisions) {
        this.database = database;
        this.checker = checker;
        this.decisions = decisions;
    }

    /** Uses an action up, or records why it is none. Asked again about the same action, it says the same. */
    ActionVerdict use(RunRef run, String actionId) {
        try {
            UUID id = UUID.fromString(actionId);
            return database.inTransaction(handle -> used(handle, run, id));
        } catch (IllegalArgumentException e) {
            return refuse(run, actionId, "not an action id");
        } catch (SlipwayException e) {
            return refuse(run, actionId, String.valueOf(e.getMessage()));
        }
    }

    /** Uses an approval or a refusal of the stage whose message was lost; leaves other actions alone. */
    void useVerdict(RunRef run, String stage, UUID id) {
        boolean verdict = database.jdbi()
                .withExtension(Actions.class, actions -> actions.find(id))
                .filter(action -> action.stage().equals(stage) && VERDICTS.contains(action.kind()))
                .isPresent();
        if (verdict) {
            use(run, id.toString());
        }
    }

    /** Whether the API's key signed exactly this row. */
    boolean signed(ActionRow action) {
        ActionText text = new ActionText(
                action.id(),
                action.workflowId(),
                action.generation(),
                action.stage(),
                action.kind(),
                action.principal(),
                action.principalName(),
                action.groupNames(),
                action.reason(),
                action.target(),
                action.nonce(),
                action.decisionId(),
                action.createdAt(),
                action.expiresAt());
        return checker.valid(text.text(), action.signature());
    }

    private ActionVerdict used(Handle handle, RunRef run, UUID id) {
        Actions actions = handle.attach(Actions.class);
        ActionRow action = actions.find(id).orElseThrow(() -> invalid("no such action"));
        check(handle, run, action);
        boolean fresh = action.usedAt() == null;
        if (fresh && !actions.use(id)) {
            throw new SlipwayException(ErrorCode.ACTION_EXPIRED, "the action's time is over");
        }
        Transitions.ride(
                handle,
                new Transition(
                        run.workflowId(),
                        run.generation(),
                        action.stage(),
                        allowed(run, action).step(),
                        action.kind(),
                        action.decisionId()));
        return new ActionVerdict(true, action.kind(), action.stage(), action.principalName(), action.reason());
    }

    private void check(Handle handle, RunRef run, ActionRow action) {
        if (!action.workflowId().equals(run.workflowId()) || action.generation() != run.generation()) {
            throw invalid("the action is about another execution");
        }
        if (!signed(action)) {
            throw invalid("the action was not signed by the API");
        }
        if (VERDICTS.contains(action.kind())) {
            if (action.usedAt() == null) {
                requireOpen(handle, run, action);
            }
        } else if (!action.kind().equals("cancel")) {
            throw invalid("a run on its way knows no " + action.kind());
        }
    }

    private static void requireOpen(Handle handle, RunRef run, ActionRow action) {
        String digest = Approvals.open(handle, run.workflowId(), action.stage())
                .map(detail -> detail.path("digest").asText())
                .orElse("");
        if (digest.isEmpty() || !digest.equals(action.target())) {
            throw invalid("stage " + action.stage() + " waits for no approval of " + action.target());
        }
    }

    private Decision allowed(RunRef run, ActionRow action) {
        return decisions
                .find(action.decisionId())
                .filter(decision -> decision.allowed() && decision.workflowId().equals(run.workflowId()))
                .orElseThrow(() -> invalid("no decision allows the action"));
    }

    private ActionVerdict refuse(RunRef run, String actionId, String why) {
        ObjectNode data = ModelJson.mapper().createObjectNode();
        data.put("action", actionId.length() > 64 ? actionId.substring(0, 64) : actionId);
        database.useTransaction(handle ->
                Events.emit(handle, "message.refused", run.project(), run.workflowId(), data.put("text", why)));
        return new ActionVerdict(false, "", Stored.NONE, "", "");
    }

    private static SlipwayException invalid(String why) {
        return new SlipwayException(ErrorCode.ACTION_INVALID, why);
    }
}
