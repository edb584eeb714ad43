package dev.slipway.worker.progress;

import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.progress.Progress;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Map;

/** A small run that reports what it does, with one activity of each kind. */
@WorkflowInterface
public interface Reported {
    @WorkflowMethod
    void run();

    /** What it does. */
    @ActivityInterface
    interface Work {
        /** @param step what the projection is looked at for */
        void work(String step);
    }

    /** See {@link Reported}. */
    final class Implementation implements Reported {
        private static final RetryOptions SOON = RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(20))
                .setBackoffCoefficient(1)
                .build();
        private final Work local = Workflow.newLocalActivityStub(
                Work.class,
                LocalActivityOptions.newBuilder()
                        .setScheduleToCloseTimeout(Duration.ofSeconds(60))
                        .setRetryOptions(SOON)
                        .build());
        private final Work remote = Workflow.newActivityStub(
                Work.class,
                ActivityOptions.newBuilder()
                        .setScheduleToCloseTimeout(Duration.ofSeconds(60))
                        .setRetryOptions(SOON)
                        .build());

        @Override
        public void run() {
            Progress progress = Progress.current();
            progress.generation(1);
            progress.step(null, StepName.COMMIT, StepState.RUNNING, Map.of("ref", "main"));
            local.work("commit");
            progress.step(null, StepName.COMMIT, StepState.SUCCEEDED);
            progress.step(null, StepName.VERIFY, StepState.RUNNING);
            remote.work("verify");
            progress.failed(null, StepName.VERIFY, StepState.FAILED, "POLICY_DENIED", "no");
            local.work("end");
        }
    }
}
