package dev.slipway.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.workflows.api.PayloadConverters;
import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.api.ScheduleActivities;
import dev.slipway.workflows.api.ScheduleInput;
import dev.slipway.workflows.api.ScheduleTip;
import dev.slipway.workflows.api.ScheduledRunWorkflow;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestScheduledRun {
    private static final String ID = "schedule/shop/web/0-2026-11-24T03:00:00Z";
    private static final ScheduleInput DUE = new ScheduleInput("shop", "web", 0, "0 3 * * *", "UTC");
    private static final String COMMIT = "a".repeat(40);

    private final Outside outside = new Outside();
    private TestWorkflowEnvironment environment;

    @BeforeEach
    void open() {
        environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverters.create(List.of()))
                        .build())
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .build())
                .build());
        environment.newWorker(Queues.MAIN).registerWorkflowImplementationTypes(ScheduledRun.class);
        environment.newWorker(Queues.SOURCE).registerActivitiesImplementations(outside);
        environment.start();
    }

    @AfterEach
    void close() {
        environment.close();
    }

    private String start() {
        return environment
                .getWorkflowClient()
                .newWorkflowStub(
                        ScheduledRunWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.MAIN)
                                .setWorkflowId(ID)
                                .build())
                .start(DUE);
    }

    @Test
    void asksForTheTipWithTheSameKeyUntilItIsAnswered() throws Exception {
        outside.refusals.set(20);
        outside.refusal = ErrorCode.POLICY_UNAVAILABLE;
        assertThat(start()).isEqualTo("run/shop/web/7");
        assertThat(outside.asked).hasSize(21).containsOnly("refs/heads/main " + COMMIT + " " + ID);
        WorkflowReplayer.replayWorkflowExecution(environment.getWorkflowClient().fetchHistory(ID), ScheduledRun.class);
    }

    @Test
    void givesUpWhenTheRunWouldBeAnHourLate() {
        outside.refusals.set(Integer.MAX_VALUE);
        assertThatThrownBy(this::start).isInstanceOf(WorkflowFailedException.class);
        assertThat(outside.asked).as("tries at most 20 s apart").hasSizeBetween(150, 250);
    }

    @Test
    void aRefusalIsNotAskedAgain() {
        outside.refusals.set(Integer.MAX_VALUE);
        outside.refusal = ErrorCode.POLICY_DENIED;
        assertThatThrownBy(this::start).isInstanceOf(WorkflowFailedException.class);
        assertThat(outside.asked).hasSize(1);
    }

    @Test
    void asksForNothingWhenThePipelineHasNoSuchSchedule() {
        outside.tip = new ScheduleTip(null, null, "the pipeline does not have this schedule any more");
        assertThat(start()).isEqualTo("the pipeline does not have this schedule any more");
        assertThat(outside.asked).isEmpty();
    }

    /** Repository and API. */
    private static final class Outside implements ScheduleActivities {
        private final Queue<String> asked = new ConcurrentLinkedQueue<>();
        private final AtomicInteger refusals = new AtomicInteger();
        private volatile ErrorCode refusal = ErrorCode.UNAVAILABLE;
        private volatile ScheduleTip tip = new ScheduleTip("refs/heads/main", COMMIT, null);

        @Override
        public ScheduleTip tip(ScheduleInput schedule) {
            return tip;
        }

        @Override
        public String ask(ScheduleInput schedule, String ref, String commit, String key) {
            asked.add(ref + " " + commit + " " + key);
            if (refusals.getAndDecrement() > 0) {
                String type = refusal.name();
                throw refusal.retryable()
                        ? ApplicationFailure.newFailure("no", type)
                        : ApplicationFailure.newNonRetryableFailure("no", type);
            }
            return "run/shop/web/7";
        }
    }
}
