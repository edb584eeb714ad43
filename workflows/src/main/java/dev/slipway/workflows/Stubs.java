package dev.slipway.workflows;

import dev.slipway.model.ErrorCode;
import dev.slipway.workflows.api.DeploymentActivities;
import dev.slipway.workflows.api.EnvironmentActivities;
import dev.slipway.workflows.api.ProvisionActivities;
import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.ScheduleActivities;
import dev.slipway.workflows.api.SourceActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Activity stubs with their time budgets: how long one try may take, how long all tries together, how fast the first retry. */
public final class Stubs {
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(6);

    private Stubs() {}

    public static RunActivities run() {
        return Workflow.newLocalActivityStub(RunActivities.class, local());
    }

    public static DeploymentActivities deployment() {
        return Workflow.newLocalActivityStub(DeploymentActivities.class, local());
    }

    public static EnvironmentActivities environment() {
        return Workflow.newLocalActivityStub(EnvironmentActivities.class, local());
    }

    public static SourceActivities source(String summary) {
        return Workflow.newActivityStub(
                SourceActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(Queues.SOURCE)
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .setScheduleToCloseTimeout(Duration.ofMinutes(10))
                        .setHeartbeatTimeout(HEARTBEAT)
                        .setRetryOptions(retry(Duration.ofSeconds(20)))
                        .setSummary(summary)
                        .build());
    }

    /** @param patience how long all tries may take together */
    public static ScheduleActivities schedule(String summary, Duration patience) {
        return Workflow.newActivityStub(
                ScheduleActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(Queues.SOURCE)
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .setScheduleToCloseTimeout(patience)
                        .setHeartbeatTimeout(HEARTBEAT)
                        // Nobody waits, so a policy engine that is away is waited for as everything else.
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(FIRST_RETRY)
                                .setBackoffCoefficient(2)
                                .setMaximumInterval(Duration.ofSeconds(20))
                                .build())
                        .setSummary(summary)
                        .build());
    }

    public static ProvisionActivities provision(String summary) {
        return Workflow.newActivityStub(
                ProvisionActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(Queues.PROVISION)
                        .setStartToCloseTimeout(Duration.ofMinutes(45))
                        .setScheduleToCloseTimeout(Duration.ofHours(2))
                        .setHeartbeatTimeout(HEARTBEAT)
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setRetryOptions(retry(Duration.ofSeconds(30)))
                        .setSummary(summary)
                        .build());
    }

    private static LocalActivityOptions local() {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofSeconds(5))
                .setScheduleToCloseTimeout(Duration.ofHours(1))
                .setLocalRetryThreshold(Duration.ofSeconds(2))
                .setRetryOptions(retry(Duration.ofSeconds(5)))
                .build();
    }

    private static RetryOptions retry(Duration longest) {
        return RetryOptions.newBuilder()
                .setInitialInterval(FIRST_RETRY)
                .setBackoffCoefficient(2)
                .setMaximumInterval(longest)
                // The policy call has its own attempts; a run that cannot be decided is refused, not kept hanging.
                .setDoNotRetry(ErrorCode.POLICY_UNAVAILABLE.name())
                .build();
    }
}
