package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.TaskOutcome;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/** Jobs that run to their end before the rollout, one after the other. */
final class BeforeFlow {
    private static final Duration BUDGET = Duration.ofHours(4);

    private final StageScope scope;

    BeforeFlow(StageScope scope) {
        this.scope = scope;
    }

    void execute(RequestResult request) {
        for (String job : scope.stage().before()) {
            scope.item(StepName.JOB, job, StepState.RUNNING, "");
            String key = scope.activities().startBefore(scope.run(), scope.name(), job, request);
            boolean over = false;
            try {
                TaskOutcome outcome = outcome(key, job);
                over = outcome.done();
                judge(job, outcome);
            } finally {
                if (!over) {
                    Workflow.newDetachedCancellationScope(
                                    () -> scope.activities().stopBefore(scope.run(), scope.name(), job))
                            .run();
                }
            }
        }
    }

    private TaskOutcome outcome(String key, String job) {
        return scope.inbox()
                .await(key, BUDGET, hinted -> {
                    TaskOutcome seen = scope.activities().beforeOutcome(scope.run(), scope.name(), job);
                    return seen.done() ? Optional.of(seen) : Optional.empty();
                })
                .orElseThrow(() ->
                        scope.failure(StepName.JOB, ErrorCode.TASK_TIMEOUT, "job " + job + " did not end in time"));
    }

    private void judge(String job, TaskOutcome outcome) {
        scope.item(StepName.JOB, job, outcome.succeeded() ? StepState.SUCCEEDED : StepState.FAILED, outcome.summary());
        if (!outcome.succeeded()) {
            String code = outcome.code() == null ? ErrorCode.TASK_FAILED.name() : outcome.code();
            throw new StepFailure(scope.name(), StepName.JOB, code, "job " + job + ": " + outcome.summary());
        }
    }
}
