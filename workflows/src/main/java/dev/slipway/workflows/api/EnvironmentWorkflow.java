package dev.slipway.workflows.api;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Orders those who wait for locks of one environment. Id: {@code env/<project>/<environment>}. */
@WorkflowInterface
public interface EnvironmentWorkflow {
    @WorkflowMethod
    void serve(EnvironmentInput input);

    /** A lock was released or asked for; the next in the queue is looked for. */
    @SignalMethod
    void lockChanged(String lockName);
}
