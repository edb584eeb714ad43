package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.PipelinePlan.HandOverPlan;
import dev.slipway.workflows.api.RequestResult;
import java.time.Duration;
import java.util.Optional;

/** Step 8 of a stage: external systems are asked, and their answers gate the run. */
final class HandOverFlow {
    private final StageScope scope;

    HandOverFlow(StageScope scope) {
        this.scope = scope;
    }

    void execute(RequestResult request) {
        for (HandOverPlan system : scope.stage().handOvers()) {
            scope.item(StepName.RESPOND, system.system(), StepState.WAITING, "");
            String key = scope.activities().handOver(scope.run(), scope.name(), system.system(), request);
            scope.waiting("answer of " + system.system());
            Optional<Answer> answer = scope.inbox().await(key, Duration.ofMillis(system.timeoutMillis()), hinted -> {
                Answer seen = scope.activities().answer(scope.run().workflowId(), key, hinted);
                return seen.present() ? Optional.of(seen) : Optional.empty();
            });
            scope.goesOn();
            judge(system, answer, request);
        }
    }

    private void judge(HandOverPlan system, Optional<Answer> answer, RequestResult request) {
        String name = system.system();
        if (answer.isPresent() && answer.get().outcome().equals("passed")) {
            scope.item(StepName.RESPOND, name, StepState.SUCCEEDED, answer.get().text());
            return;
        }
        String text = answer.map(
                        said -> name + " said " + said.outcome() + (said.text().isEmpty() ? "" : ": " + said.text()))
                .orElse(name + " did not answer in time");
        scope.item(StepName.RESPOND, name, StepState.FAILED, text);
        if (system.onFailure().equals("warn")) {
            return;
        }
        ErrorCode code = answer.isPresent() ? ErrorCode.HAND_OVER_FAILED : ErrorCode.HAND_OVER_TIMEOUT;
        if (system.onFailure().equals("revert")) {
            throw scope.failure(StepName.RESPOND, code, text + "; " + revert(request));
        }
        throw scope.failure(StepName.RESPOND, code, text);
    }

    private String revert(RequestResult request) {
        ConfigureResult back = scope.activities().revertStage(scope.run(), scope.name(), request);
        try {
            return back.deployments().isEmpty()
                    ? back.summary()
                    : "reverted: " + Rollouts.run(scope.name(), back.deployments(), "revert-");
        } catch (StepFailure e) {
            return "the revert failed: " + e.text();
        }
    }
}
