package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.spi.Decision;
import dev.slipway.policies.DecisionRequest;
import dev.slipway.policies.PolicyGateway;
import dev.slipway.store.Database;
import dev.slipway.store.run.Receipt;
import dev.slipway.store.run.Receipts;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.Transition;
import dev.slipway.store.run.Transitions;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.VerifyResult;
import java.time.Duration;
import java.util.List;

/** Step 2: the receipt of the door becomes a principal, and policy authorises it against the facts of the commit. */
final class VerifyStep {
    private static final Duration VALIDITY = Duration.ofMinutes(30);
    private static final String NONE = "-";

    private final Database database;
    private final PolicyGateway policy;
    private final Definitions definitions;

    VerifyStep(Database database, PolicyGateway policy, Definitions definitions) {
        this.database = database;
        this.policy = policy;
        this.definitions = definitions;
    }

    VerifyResult verify(RunRef run, CommitResult commit) {
        RunRow row = database.jdbi().withHandle(handle -> BeginStep.row(handle, run));
        Receipt receipt = receipt(run);
        Decision decision = policy.require(new DecisionRequest(
                run.workflowId(),
                run.generation(),
                NONE,
                StepName.VERIFY.text(),
                "authorise",
                input(row, receipt, commit),
                VALIDITY));
        database.useTransaction(handle -> Transitions.ride(
                handle,
                new Transition(
                        run.workflowId(), run.generation(), NONE, StepName.VERIFY.text(), "authorise", decision.id())));
        return new VerifyResult(receipt.principal(), decision.id());
    }

    /** Who asked for this execution; a retry by somebody else has a receipt of its own. */
    private Receipt receipt(RunRef run) {
        List<Receipt> receipts = database.jdbi().withExtension(Receipts.class, all -> all.of(run.workflowId()));
        return receipts.stream()
                .filter(receipt -> receipt.generation() <= run.generation())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.FORBIDDEN, "no receipt of a credential stands behind " + run.workflowId()));
    }

    private ObjectNode input(RunRow row, Receipt receipt, CommitResult commit) {
        ObjectNode input = ModelJson.mapper().createObjectNode();
        input.set("principal", principal(row, receipt));
        input.put("project", row.project());
        input.put("pipeline", row.pipeline());
        input.put("ref", row.ref());
        input.set(
                "protectedRefs",
                ModelJson.mapper()
                        .valueToTree(definitions.registration(row).spec().protectedRefs()));
        input.put("commit", commit.commit());
        return input.put("commitAuthor", row.commitAuthor());
    }

    /** A principal as policies see it. */
    static ObjectNode principal(RunRow row, Receipt receipt) {
        ObjectNode principal = ModelJson.mapper().createObjectNode();
        principal.put("issuer", receipt.issuer());
        principal.put("subject", receipt.subject());
        principal.put("name", row.principalName());
        principal.set("groups", receipt.groups());
        principal.set("claims", receipt.claims());
        return principal;
    }
}
