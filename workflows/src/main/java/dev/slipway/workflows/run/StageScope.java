package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.Inbox;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.PipelinePlan.StagePlan;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.progress.Progress;
import io.temporal.workflow.Workflow;
import java.util.Map;

/** What the parts of one stage share: who runs, what the stage is, and how they tell what they do. */
record StageScope(RunRef run, StagePlan stage, CommitResult commit, RunActivities activities, Inbox inbox) {
    String name() {
        return stage.name();
    }

    void step(StepName step, StepState state, String text) {
        Map<String, String> detail = text.isEmpty() ? Map.of() : Map.of("text", text);
        Progress.current().step(name(), step, state, detail);
        if (state == StepState.RUNNING) {
            Workflow.setCurrentDetails("**" + name() + "** · " + step.text());
        }
    }

    void item(StepName step, String item, StepState state, String text) {
        Map<String, String> detail = text.isEmpty() ? Map.of() : Map.of("text", text);
        Progress.current().item(name(), step, item, state, detail);
    }

    /** The run waits; what was collected so far is written down first, since nothing else may happen for long. */
    void waiting(String text) {
        Progress.current().run(StepState.WAITING, text);
        Workflow.setCurrentDetails("**" + name() + "** · waits for " + text);
        activities.record(run);
    }

    void goesOn() {
        Progress.current().run(StepState.RUNNING, "");
    }

    StepFailure failure(StepName step, ErrorCode code, String text) {
        return StepFailure.of(name(), step, code, text);
    }
}
