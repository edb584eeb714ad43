package dev.slipway.workflows.deployment;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.workflows.ForeignMessages;
import dev.slipway.workflows.Inbox;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.Stubs;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.DeploymentActivities;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.DeploymentResult;
import dev.slipway.workflows.api.DeploymentWorkflow;
import dev.slipway.workflows.api.Fact;
import dev.slipway.workflows.api.Opening;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rolls one JobVersion out: forward until healthy, or back to the last stable version. */
public final class Deployment implements DeploymentWorkflow {
    private static final String CANCELLED = ErrorCode.CANCELLED.name();

    private final Inbox inbox = new Inbox();
    private final DeploymentActivities activities = Stubs.deployment();
    private @Nullable DeploymentResult result;
    private boolean over;

    @Override
    public DeploymentResult deploy(DeploymentInput input) {
        ForeignMessages.recordIn(inbox);
        Async.procedure(() -> detached(() -> watch(input)));
        CancellationScope rolling = Workflow.newCancellationScope(() -> result = forward(input));
        try {
            rolling.run();
        } catch (CanceledFailure e) {
            detached(() -> result = back(input, CANCELLED, "the rollout was cancelled"));
        }
        over = true;
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

    /** Hints that nobody expected are looked into, so that made-up ones are recorded. */
    private void watch(DeploymentInput input) {
        while (!over) {
            Workflow.await(() -> inbox.hasStrange() || over);
            while (!over && inbox.hasStrange()) {
                String key = inbox.nextStrange();
                try {
                    activities.answer(input.workflowId(), key, true);
                } catch (ActivityFailure e) {
                    Workflow.getLogger(Deployment.class).warn("hint {} was not looked at", key, e);
                }
            }
        }
    }

    private DeploymentResult forward(DeploymentInput input) {
        try {
            Workflow.setCurrentDetails("rolling");
            Opening opening = activities.open(input);
            Answer answer = opening.answer() != null ? opening.answer() : await(input, opening.key());
            return switch (answer.outcome()) {
                case "healthy" -> activities.complete(input);
                case "deadline" -> back(input, ErrorCode.DEPLOYMENT_DEADLINE.name(), answer.text());
                default -> back(input, ErrorCode.DEPLOYMENT_UNHEALTHY.name(), answer.text());
            };
        } catch (ActivityFailure e) {
            StepFailure failure = failure(e);
            return back(input, failure.code(), failure.text());
        }
    }

    /** Goes back when there is somewhere to go back to, and ends the rollout badly in any case. */
    private DeploymentResult back(DeploymentInput input, String code, String why) {
        try {
            String key = input.autoRevert() || code.equals(CANCELLED) ? activities.revert(input, code, why) : null;
            if (key == null) {
                return fail(input, code, why, false);
            }
            Workflow.setCurrentDetails("reverting: " + why);
            Answer answer = await(input, key);
            boolean reverted = answer.outcome().equals("reverted");
            return fail(input, code, reverted ? why : why + "; the revert failed: " + answer.text(), reverted);
        } catch (ActivityFailure e) {
            StepFailure failure = failure(e);
            return fail(input, code, why + "; the revert failed: " + failure.text(), false);
        }
    }

    /** A rollout whose end cannot be stored still ends: the sweeper closes its row. */
    private DeploymentResult fail(DeploymentInput input, String code, String why, boolean reverted) {
        try {
            return activities.fail(input, code, why, reverted);
        } catch (ActivityFailure e) {
            String text = why + "; the end was not stored: " + failure(e).text();
            return new DeploymentResult(DeploymentState.FAILED, code, text, null);
        }
    }

    private Answer await(DeploymentInput input, String key) {
        return inbox.await(key, Duration.ofMillis(input.deadlineMillis()), hinted -> {
                    Answer seen = activities.answer(input.workflowId(), key, hinted);
                    return seen.present() ? Optional.of(seen) : Optional.<Answer>empty();
                })
                .orElseGet(() -> new Answer(true, "deadline", "no answer about the instances in time"));
    }

    private static StepFailure failure(ActivityFailure e) {
        if (e.getCause() instanceof CanceledFailure cancelled) {
            throw cancelled;
        }
        return StepFailure.of(null, StepName.JOB, e);
    }

    private static void detached(Runnable work) {
        Workflow.newDetachedCancellationScope(work).run();
    }
}
