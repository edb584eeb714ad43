package dev.slipway.workflows.api;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Rollout of one JobVersion. Id: {@code deploy/<project>/<environment>/<region>/<job>/<number>}. */
@WorkflowInterface
public interface DeploymentWorkflow {
    @WorkflowMethod
    DeploymentResult deploy(DeploymentInput input);

    /** A hint that the scheduler answered; see {@link PipelineRunWorkflow#fact}. */
    @SignalMethod
    void fact(Fact fact);
}
