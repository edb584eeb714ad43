package dev.slipway.test.replay;

import dev.slipway.workflows.api.PayloadConverters;
import dev.slipway.workflows.deployment.Deployment;
import dev.slipway.workflows.environment.Environment;
import dev.slipway.workflows.run.PipelineRun;
import dev.slipway.workflows.schedule.ScheduledRun;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.List;

/** Runs today's workflow code on a history, with the payload format of the real worker. */
final class Replay implements AutoCloseable {
    private final TestWorkflowEnvironment environment =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(PayloadConverters.create(List.of()))
                            .build())
                    .build());
    private final Worker worker = environment.newWorker("replay");

    Replay() {
        worker.registerWorkflowImplementationTypes(
                PipelineRun.class, Deployment.class, Environment.class, ScheduledRun.class);
    }

    /** Throws when the code does something else than the history says. */
    void replay(String history) throws Exception {
        worker.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(history));
    }

    @Override
    public void close() {
        environment.close();
    }
}
