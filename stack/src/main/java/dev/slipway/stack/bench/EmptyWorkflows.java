package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.workflows.api.TemporalSettings;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

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

    /** Runs {@code count} of them, {@code inFlight} at a time; returns how long each took in milliseconds. */
    List<Double> run(int inFlight, int count) {
        AtomicInteger left = new AtomicInteger(count);
        List<Future<List<Double>>> slots = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int slot = 0; slot < inFlight; slot++) {
                slots.add(threads.submit(() -> slot(left)));
            }
        }
        List<Double> millis = new ArrayList<>();
        slots.forEach(slot -> millis.addAll(slot.resultNow()));
        return millis;
    }

    private List<Double> slot(AtomicInteger left) {
        List<Double> millis = new ArrayList<>();
        while (left.getAndDecrement() > 0) {
            WorkflowClient client = connection.client();
            EmptyWorkflow workflow = client.newWorkflowStub(
                    EmptyWorkflow.class,
                    WorkflowOptions.newBuilder()
                            .setTaskQueue(QUEUE)
                            .setWorkflowId("empty/" + UUID.randomUUID())
                            .build());
            long begin = System.nanoTime();
            workflow.run("nothing");
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        return millis;
    }

    @Override
    public void close() {
        factory.shutdownNow();
        connection.close();
    }
}
