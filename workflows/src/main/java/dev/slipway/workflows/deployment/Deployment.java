package dev.slipway.workflows.deployment;

import dev.slipway.model.ErrorCode;
import dev.slipway.workflows.Inbox;
import dev.slipway.workflows.Stubs;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.DeploymentActivities;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.DeploymentResult;
import dev.slipway.workflows.api.DeploymentWorkflow;
import dev.slipway.workflows.api.Fact;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rolls one JobVersion out: forward until healthy, or back to the last stable version. */
public final class Deployment implements DeploymentWorkflow {
    private final Inbox inbox = new Inbox();
    private final DeploymentActivities activities = Stubs.deployment();
    private @Nullable DeploymentResult result;

    @Override
    public DeploymentResult deploy(DeploymentInput input) {
        CancellationScope rolling = Workflow.newCancellationScope(() -> result = forward(input));
        try {
            rolling.run();
        } catch (CanceledFailure e) {
            Workflow.newDetachedCancellationScope(
                            () -> result = back(input, ErrorCode.CANCELLED.name(), "the rollout was cancelled"))
                    .run();
        }
        DeploymentResult ended = result;
        if (ended == null) {
            throw new IllegalStateException("a rollout ends with a result");
        }
        Workflow.setCurrentDetails(ended.state().text() + ": " + ended.description());
        return ended;
    }

    @Override
    public void fact(Fact fact) {
        inbox.add(fact);
    }

    private DeploymentResult forward(DeploymentInput input) {
        try {
            Workflow.setCurrentDetails("rolling");
            Answer answer = await(input, activities.open(input));
            return switch (answer.outcome()) {
                case "healthy" -> activities.complete(input);
                case "deadline" -> back(input, ErrorCode.DEPLOYMENT_DEADLINE.name(), answer.text());
                default -> back(input, ErrorCode.DEPLOYMENT_UNHEALTHY.name(), answer.text());
            };
        } catch (ActivityFailure e) {
            if (e.getCause() instanceof CanceledFailure cancelled) {
                throw cancelled;
            }
            throw e;
        }
    }

    private DeploymentResult back(DeploymentInput input, String code, String why) {
        boolean wanted = input.autoRevert() || code.equals(ErrorCode.CANCELLED.name());
        String key = wanted ? activities.revert(input, code, why) : null;
        if (key == null) {
            return activities.fail(input, code, why, false);
        }
        Workflow.setCurrentDetails("reverting: " + why);
        Answer answer = await(input, key);
        boolean reverted = answer.outcome().equals("reverted");
        return activities.fail(input, code, reverted ? why : why + "; revert: " + answer.text(), reverted);
    }

    private Answer await(DeploymentInput input, String key) {
        return inbox.await(key, Duration.ofMillis(input.deadlineMillis()), () -> false, hinted -> {
                    Answer seen = activities.answer(input.workflowId(), key, hinted);
                    return seen.present() ? Optional.of(seen) : Optional.<Answer>empty();
                })
                .orElseGet(() -> new Answer(true, "deadline", "no healthy instances in time"));
    }
}
