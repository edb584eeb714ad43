package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.workflows.api.TemporalSettings;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.UUID;

/** Runs empty workflows on the server under test, with a worker of this process: the mark pipelines are held against. */
final class EmptyWorkflows implements AutoCloseable {
    private static final String QUEUE = "bench-empty";

    private final TemporalConnection connection;
    private final WorkerFactory factory;

    EmptyWorkflows(Installation installation) {
        this.connection = new TemporalConnection(new TemporalSettings(
                "127.0.0.1:" + installation.ports().temporal(), "default", installation.temporalUiUrl()));
        this.factory = WorkerFactory.newInstance(
                connection.client(),
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .build());
        factory.newWorker(
                        QUEUE,
                        WorkerOptions.newBuilder()
                                .setUsingVirtualThreads(true)
                                .setMaxConcurrentWorkflowTaskPollers(4)
                                .build())
                .registerWorkflowImplementationTypes(EmptyWorkflow.Implementation.class);
        factory.start();
    }

    /** Runs one and returns how long it took in milliseconds. */
    double run() {
        EmptyWorkflow workflow = connection
                .client()
                .newWorkflowStub(
                        EmptyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(QUEUE)
                                .setWorkflowId("empty/" + UUID.randomUUID())
                                .build());
        long begin = System.nanoTime();
        workflow.run("nothing");
        return (System.nanoTime() - begin) / 1e6;
    }

    @Override
    public void close() {
        factory.shutdownNow();
        connection.close();
    }
}
