package dev.slipway.worker.loop;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;

/** What the server says about the last execution of a workflow id. */
sealed interface WorkflowEnd {
    /** Still at work. */
    record Open() implements WorkflowEnd {}

    /**
     * Over.
     *
     * @param how for people
     * @param cancelled whether somebody asked it to end
     */
    record Over(String how, boolean cancelled) implements WorkflowEnd {}

    /** Never started, or so long over that the server has forgotten it. */
    record Unknown() implements WorkflowEnd {}

    static WorkflowEnd of(WorkflowClient client, String workflowId) {
        try {
            return of(client.newUntypedWorkflowStub(workflowId).describe().getStatus());
        } catch (WorkflowNotFoundException e) {
            return new Unknown();
        }
    }

    private static WorkflowEnd of(WorkflowExecutionStatus status) {
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_TERMINATED -> new Over("the workflow was terminated from outside", false);
            case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> new Over("the workflow timed out", false);
            case WORKFLOW_EXECUTION_STATUS_FAILED -> new Over("the workflow failed", false);
            case WORKFLOW_EXECUTION_STATUS_CANCELED -> new Over("the workflow was cancelled from outside", true);
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> new Over("the workflow ended without an outcome", false);
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_PAUSED,
                    WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
                    UNRECOGNIZED -> new Open();
        };
    }
}
