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
import dev.slipway.workflows.api.SearchKeys;
import dev.slipway.workflows.progress.Progress;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Step 7: one child workflow per deployment, one after the other. */
final class Rollouts {
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

    private Rollouts() {}

    /**
     * Rolls out; throws {@link StepFailure} at the first that ends badly.
     *
     * @param prefix of the items the projection shows, empty for the rollout itself
     */
    static String run(String stage, List<DeploymentInput> deployments, String prefix) {
        List<String> texts = new ArrayList<>();
        for (DeploymentInput deployment : deployments) {
            DeploymentResult result = one(stage, deployment);
            Progress progress = Progress.current();
            String job = deployment.key().name();
            Map<String, String> detail = Map.of("text", result.description());
            if (result.state() != DeploymentState.SUCCESSFUL) {
                boolean cancelled = result.state() == DeploymentState.CANCELLED;
                progress.item(
                        stage, StepName.JOB, prefix + job, cancelled ? StepState.CANCELLED : StepState.FAILED, detail);
                String code = result.code() == null ? ErrorCode.DEPLOYMENT_UNHEALTHY.name() : result.code();
                throw new StepFailure(stage, StepName.JOB, code, "job " + job + ": " + result.description());
            }
            progress.item(stage, StepName.JOB, prefix + job, StepState.SUCCEEDED, detail);
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
                        .setWorkflowTaskTimeout(TASK_TIMEOUT)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setTypedSearchAttributes(SearchAttributes.newBuilder()
                                .set(SearchKeys.PROJECT, deployment.key().project())
                                .set(SearchKeys.ENVIRONMENT, deployment.key().environment())
                                .set(SearchKeys.JOB, deployment.key().name())
                                .build())
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
