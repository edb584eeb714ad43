package dev.slipway.worker.temporal;

import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.deployment.Deployment;
import dev.slipway.workflows.environment.Environment;
import dev.slipway.workflows.run.PipelineRun;
import dev.slipway.workflows.schedule.ScheduledRun;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The workers of one process: one for workflows and fast activities, one for sources, one for infrastructure. */
public final class TemporalWorkers implements AutoCloseable {
    private static final int CACHED_WORKFLOWS = 600;
    private static final int SOURCES_AT_ONCE = 8;
    private static final int PLANS_AT_ONCE = 4;
    /** Class loading on a busy machine counts as work of the workflow; the SDK's own second is too short for that. */
    private static final long DEADLOCK_MILLIS = 5_000;

    private final WorkerFactory factory;

    /**
     * Makes the workers; they poll after {@link #start}.
     *
     * @param main activities of queue {@code slipway}
     * @param source activities of queue {@code slipway-source}
     * @param provision activities of queue {@code slipway-provision}
     */
    public TemporalWorkers(
            WorkflowClient client,
            WorkerInterceptor interceptor,
            List<Object> main,
            List<Object> source,
            List<Object> provision) {
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(CACHED_WORKFLOWS)
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkerInterceptors(interceptor)
                        .build());
        Worker workflows = factory.newWorker(
                Queues.MAIN,
                options()
                        .setMaxConcurrentWorkflowTaskPollers(4)
                        .setMaxConcurrentActivityTaskPollers(1)
                        .build());
        workflows.registerWorkflowImplementationTypes(
                PipelineRun.class, Deployment.class, Environment.class, ScheduledRun.class);
        workflows.registerActivitiesImplementations(main.toArray());
        activities(Queues.SOURCE, source, SOURCES_AT_ONCE);
        activities(Queues.PROVISION, provision, PLANS_AT_ONCE);
    }

    public void start() {
        factory.start();
    }

    /** Lets running activities end for a moment, then interrupts them; what was interrupted is tried again elsewhere. */
    @Override
    public void close() {
        factory.shutdown();
        factory.awaitTermination(5, TimeUnit.SECONDS);
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.SECONDS);
    }

    private void activities(String queue, List<Object> implementations, int atOnce) {
        Worker worker = factory.newWorker(
                queue,
                options()
                        .setMaxConcurrentActivityExecutionSize(atOnce)
                        .setMaxConcurrentActivityTaskPollers(2)
                        .setLocalActivityWorkerOnly(false)
                        .build());
        worker.registerActivitiesImplementations(implementations.toArray());
    }

    private static WorkerOptions.Builder options() {
        return WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(5));
    }
}
