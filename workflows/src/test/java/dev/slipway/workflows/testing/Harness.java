package dev.slipway.workflows.testing;

import dev.slipway.workflows.api.Fact;
import dev.slipway.workflows.api.PayloadConverters;
import dev.slipway.workflows.api.PipelineRunWorkflow;
import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunResult;
import dev.slipway.workflows.api.SearchKeys;
import dev.slipway.workflows.deployment.Deployment;
import dev.slipway.workflows.environment.Environment;
import dev.slipway.workflows.run.PipelineRun;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An in-process Temporal server that skips time, with workers of every queue acting on a {@link World}. */
public final class Harness implements AutoCloseable {
    public final World world = new World();
    public final FactRecorder facts = new FactRecorder();
    private final TestWorkflowEnvironment environment;

    /** @param sticky false replays every workflow from its beginning at each step, so that nothing but history counts */
    public Harness(boolean sticky) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverters.create(List.of()))
                        .build())
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkerInterceptors(facts)
                        .build());
        SearchKeys.names()
                .forEach(name -> options.registerSearchAttribute(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        environment = TestWorkflowEnvironment.newInstance(options.build());
        Object[] activities = new WorldActivities(world).all();
        for (String queue : List.of(Queues.MAIN, Queues.SOURCE, Queues.PROVISION)) {
            Worker worker = environment.newWorker(queue, worker(sticky));
            if (queue.equals(Queues.MAIN)) {
                worker.registerWorkflowImplementationTypes(
                        WorkflowImplementationOptions.newBuilder()
                                .setFailWorkflowExceptionTypes(NonDeterministicException.class)
                                .build(),
                        PipelineRun.class,
                        Deployment.class,
                        Environment.class);
            }
            worker.registerActivitiesImplementations(activities);
        }
        environment.start();
    }

    private static WorkerOptions worker(boolean sticky) {
        WorkerOptions.Builder options =
                WorkerOptions.newBuilder().setUsingVirtualThreads(true).setDefaultDeadlockDetectionTimeout(5_000);
        if (!sticky) {
            options.setStickyQueueScheduleToStartTimeout(Duration.ZERO);
        }
        return options.build();
    }

    public WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    /** Runs to the end, skipping time where everything waits. */
    public RunResult run(RunInput input) {
        WorkflowStub stub = start(input);
        return stub.getResult(RunResult.class);
    }

    public WorkflowStub start(RunInput input) {
        PipelineRunWorkflow run = client().newWorkflowStub(
                        PipelineRunWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.MAIN)
                                .setWorkflowId(input.ref().workflowId())
                                .build());
        WorkflowClient.start(run::run, input);
        return WorkflowStub.fromTyped(run);
    }

    /** Tells the workflow about a wait or an action. */
    public void hint(String workflowId, String key) {
        client().newUntypedWorkflowStub(workflowId).signal("fact", new Fact(key));
    }

    /** How the run ended; time is skipped until it has. */
    public RunResult result() {
        return client().newUntypedWorkflowStub(first().ref().workflowId()).getResult(RunResult.class);
    }

    /** Waits in real time, for at most 20 s, until {@code condition} holds. */
    public void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 20 s: " + what + "; effects: " + world.effects);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Waits until an effect whose text starts so was made. */
    public void untilEffect(String prefix) {
        until(prefix, () -> !world.effects(prefix).isEmpty());
    }

    @Override
    public void close() {
        environment.close();
    }

    public static RunInput first() {
        return new RunInput("shop", "web", 1, 1, false, null, null);
    }
}
