package dev.slipway.workflows.run;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.DeploymentResult;
import dev.slipway.workflows.api.DeploymentWorkflow;
import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.progress.Progress;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Step 7: one child workflow per deployment, one after the other. */
final class Rollouts {
    private Rollouts() {}

    static String run(String stage, List<DeploymentInput> deployments) {
        List<String> texts = new ArrayList<>();
        for (DeploymentInput deployment : deployments) {
            DeploymentResult result = one(stage, deployment);
            Progress progress = Progress.current();
            String job = deployment.key().name();
            if (result.state() != DeploymentState.SUCCESSFUL) {
                progress.item(stage, StepName.JOB, job, StepState.FAILED, Map.of("text", result.description()));
                String code = result.code() == null ? ErrorCode.DEPLOYMENT_UNHEALTHY.name() : result.code();
                throw new StepFailure(stage, StepName.JOB, code, "job " + job + ": " + result.description());
            }
            progress.item(stage, StepName.JOB, job, StepState.SUCCEEDED, Map.of("text", result.description()));
            texts.add(job + " " + result.description());
        }
        return String.join(", ", texts);
    }

    private static DeploymentResult one(String stage, DeploymentInput deployment) {
        DeploymentWorkflow child = Workflow.newChildWorkflowStub(
                DeploymentWorkflow.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(deployment.workflowId())
                        .setTaskQueue(Queues.MAIN)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setStaticSummary("roll out " + deployment.key().name() + " to " + stage)
                        .build());
        try {
            return child.deploy(deployment);
        } catch (ChildWorkflowFailure e) {
            if (e.getCause() instanceof CanceledFailure cancelled) {
                throw cancelled;
            }
            throw StepFailure.of(stage, StepName.JOB, ErrorCode.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        }
    }
}
