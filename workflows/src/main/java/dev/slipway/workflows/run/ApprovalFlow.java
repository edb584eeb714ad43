package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunState;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.SearchKeys;
import dev.slipway.workflows.progress.Progress;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Waits until enough people agreed to exactly this request. */
final class ApprovalFlow {
    private final StageScope scope;

    ApprovalFlow(StageScope scope) {
        this.scope = scope;
    }

    /** Key of the hint that somebody said something about an approval of the stage. */
    static String hint(RunRef run, String stage) {
        return run.key(stage, StepName.REQUEST, "approval");
    }

    /** Returns the text about who approved; throws when somebody refuses or nobody answers in time. */
    String await(RequestResult request) {
        scope.inbox().expect(hint(scope.run(), scope.name()));
        scope.activities().askApproval(scope.run(), scope.name(), request);
        ApprovalState state = look(request).orElseGet(() -> waited(request));
        if (state.rejected()) {
            throw scope.failure(StepName.REQUEST, ErrorCode.APPROVAL_REJECTED, state.text());
        }
        return state.text();
    }

    private ApprovalState waited(RequestResult request) {
        Progress.current()
                .step(
                        scope.name(),
                        StepName.REQUEST,
                        StepState.WAITING,
                        Map.of("text", "waits for approval", "approvalDigest", request.digest()));
        Workflow.upsertTypedSearchAttributes(
                SearchKeys.STATUS.valueSet(RunState.WAITING.text()),
                SearchKeys.STEP.valueSet(scope.name() + "/" + StepName.REQUEST.text()));
        scope.waiting("approval of stage " + scope.name());
        Duration budget = Duration.ofMillis(scope.stage().approvalMillis());
        ApprovalState state = scope.inbox()
                .await(hint(scope.run(), scope.name()), budget, hinted -> look(request))
                .orElseThrow(() -> scope.failure(
                        StepName.REQUEST,
                        ErrorCode.APPROVAL_EXPIRED,
                        "nobody approved stage " + scope.name() + " in time"));
        Workflow.upsertTypedSearchAttributes(SearchKeys.STATUS.valueSet(RunState.RUNNING.text()));
        scope.goesOn();
        return state;
    }

    private Optional<ApprovalState> look(RequestResult request) {
        ApprovalState seen = scope.activities().approval(scope.run(), scope.name(), request.digest());
        return seen.approved() || seen.rejected() ? Optional.of(seen) : Optional.empty();
    }
}
