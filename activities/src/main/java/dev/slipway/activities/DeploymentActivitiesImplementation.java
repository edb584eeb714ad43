package dev.slipway.activities;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.store.Database;
import dev.slipway.store.Outbox;
import dev.slipway.store.Waits;
import dev.slipway.store.placement.DeploymentRow;
import dev.slipway.store.placement.Deployments;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.DeploymentActivities;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.DeploymentResult;
import dev.slipway.workflows.api.Opening;
import org.jspecify.annotations.Nullable;

/** Step 7: the moves of a rollout, each one transaction. */
final class DeploymentActivitiesImplementation implements DeploymentActivities {
    private static final String ROLL = "roll";

    private final Database database;
    private final WaitStep waits;
    private final AnswerNews news;

    DeploymentActivitiesImplementation(Database database, WaitStep waits, AnswerNews news) {
        this.database = database;
        this.waits = waits;
        this.news = news;
    }

    @Override
    public Opening open(DeploymentInput input) {
        return Failures.mapped(() -> {
            String key = key(input, ROLL);
            try (AnswerNews.Listening listening = news.listen(key)) {
                boolean unanswered = database.inTransaction(handle -> {
                    Deployments.open(handle, input.workflowId(), key);
                    return Waits.listen(handle, key, news.longest());
                });
                if (unanswered) {
                    listening.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SlipwayException(ErrorCode.UNAVAILABLE, "the worker is shutting down", e);
            }
            Answer answer = waits.answer(input.workflowId(), key, false);
            return new Opening(key, answer.present() ? answer : null);
        });
    }

    @Override
    public DeploymentResult complete(DeploymentInput input) {
        return Failures.mapped(() -> database.inTransaction(handle -> {
            Outbox.heard(handle, key(input, ROLL));
            DeploymentRow row = Deployments.complete(handle, input.workflowId());
            return DeploymentEnd.told(handle, row, null);
        }));
    }

    @Override
    public @Nullable String revert(DeploymentInput input, String code, String description) {
        String key = key(input, "revert");
        boolean begun = Failures.mapped(() -> database.inTransaction(handle -> {
            Outbox.heard(handle, key(input, ROLL));
            return Deployments.beginRevert(handle, input.workflowId(), description, key)
                    .isPresent();
        }));
        return begun ? key : null;
    }

    @Override
    public DeploymentResult fail(DeploymentInput input, String code, String description, boolean reverted) {
        DeploymentState state =
                code.equals(ErrorCode.CANCELLED.name()) ? DeploymentState.CANCELLED : DeploymentState.FAILED;
        return Failures.mapped(() -> database.inTransaction(handle -> {
            Outbox.heard(handle, key(input, ROLL));
            Long revertedTo = reverted
                    ? Deployments.find(handle, input.workflowId())
                            .map(DeploymentRow::previousVersion)
                            .orElse(null)
                    : null;
            DeploymentRow row = Deployments.end(handle, input.workflowId(), state, description, revertedTo);
            return DeploymentEnd.told(handle, row, code);
        }));
    }

    @Override
    public Answer answer(String workflowId, String key, boolean hinted) {
        return Failures.mapped(() -> waits.answer(workflowId, key, hinted));
    }

    private static String key(DeploymentInput input, String item) {
        return new IdempotencyKey(input.workflowId(), 1, null, StepName.JOB, item).value();
    }
}
