package dev.slipway.workflows.api;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One commit on its way through the eight steps. Id: {@code run/<project>/<pipeline>/<number>}. */
@WorkflowInterface
public interface PipelineRunWorkflow {
    @WorkflowMethod
    RunResult run(RunInput input);

    /** A hint that the answer to a wait, or an action, was stored. It carries no authority: the workflow reads the row. */
    @SignalMethod
    void fact(Fact fact);

    /** Same hint with an answer: accepted means the action will be looked at, not that it will be done. */
    @UpdateMethod
    String act(String actionId);

    @UpdateValidatorMethod(updateName = "act")
    void validateAct(String actionId);
}
