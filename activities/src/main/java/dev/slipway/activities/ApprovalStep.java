package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.StepName;
import dev.slipway.model.files.ApprovalTerms;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.run.ActionRow;
import dev.slipway.store.run.Actions;
import dev.slipway.store.run.Approvals;
import dev.slipway.store.run.Receipt;
import dev.slipway.store.run.Receipts;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunRef;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Approvals: asked for, and counted over people's signed actions that name exactly this request. */
final class ApprovalStep {
    private final Database database;
    private final RunContexts contexts;
    private final ActionStep actions;
    private final Clock clock;

    ApprovalStep(Database database, RunContexts contexts, ActionStep actions, Clock clock) {
        this.database = database;
        this.contexts = contexts;
        this.actions = actions;
        this.clock = clock;
    }

    String ask(RunRef run, String stage, RequestResult request) {
        ApprovalTerms terms = terms(run, stage);
        String key = key(run, stage, request.digest());
        ObjectNode detail = ModelJson.mapper().createObjectNode();
        detail.put("stage", stage).put("digest", request.digest()).put("summary", request.summary());
        detail.put("required", Quorum.required(terms)).put("excludeInitiator", terms.excludeInitiator());
        detail.set("rules", ModelJson.mapper().valueToTree(terms.rules()));
        database.useTransaction(handle -> {
            Approvals.ask(handle, key, run.workflowId(), detail, clock.instant().plus(terms.timeout()));
            Events.emit(handle, "approval.requested", run.project(), run.workflowId(), detail);
        });
        return key;
    }

    /** Looks at actions whose message was lost, too: what counts is the row, not the message. */
    ApprovalState state(RunRef run, String stage, String digest) {
        List<UUID> unseen =
                database.jdbi().withExtension(Actions.class, all -> all.unused(run.workflowId(), run.generation()));
        unseen.forEach(action -> actions.useVerdict(run, stage, action));
        ApprovalTerms terms = terms(run, stage);
        return database.inTransaction(handle -> {
            List<ActionRow> verdicts = handle.attach(Actions.class).verdicts(run.workflowId(), stage, digest).stream()
                    .filter(actions::signed)
                    .toList();
            ApprovalState state = judge(handle, run, terms, verdicts);
            if (state.approved() || state.rejected()) {
                String outcome = state.approved() ? "approved" : "rejected";
                Approvals.close(handle, key(run, stage, digest), outcome, state.text());
            }
            return state;
        });
    }

    private static ApprovalState judge(Handle handle, RunRef run, ApprovalTerms terms, List<ActionRow> verdicts) {
        for (ActionRow verdict : verdicts) {
            if (verdict.kind().equals("reject")) {
                String why = verdict.reason().isEmpty() ? "" : ": " + verdict.reason();
                return new ApprovalState(false, true, verdict.principalName() + " refused" + why);
            }
        }
        List<ActionRow> counted = Quorum.counted(terms, verdicts, initiators(handle, run));
        String text = counted.stream().map(ActionRow::principalName).collect(Collectors.joining(", "));
        return new ApprovalState(Quorum.reached(terms, counted), false, "approved by " + text);
    }

    /** Whoever started the run or one of its retries. */
    private static Set<String> initiators(Handle handle, RunRef run) {
        return handle.attach(Receipts.class).of(run.workflowId()).stream()
                .map(Receipt::principal)
                .collect(Collectors.toSet());
    }

    private ApprovalTerms terms(RunRef run, String stage) {
        return contexts.of(run).stage(stage).approval();
    }

    private static String key(RunRef run, String stage, String digest) {
        return run.key(stage, StepName.REQUEST, "approval/" + IdempotencyKey.shortHash(digest));
    }
}
