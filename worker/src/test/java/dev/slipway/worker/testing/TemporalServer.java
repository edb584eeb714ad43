package dev.slipway.worker.testing;

import dev.slipway.workflows.api.PayloadConverters;
import dev.slipway.workflows.api.SearchKeys;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;

/** A Temporal server in this process, with our search attributes and payload format. */
public final class TemporalServer implements AutoCloseable {
    private final TestWorkflowEnvironment environment;
    private boolean closed;

    public TemporalServer(WorkerInterceptor... interceptors) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkerInterceptors(interceptors)
                        .build())
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverters.create(List.of()))
                        .build());
        SearchKeys.names()
                .forEach(name -> options.registerSearchAttribute(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        environment = TestWorkflowEnvironment.newInstance(options.build());
    }

    public TestWorkflowEnvironment environment() {
        return environment;
    }

    public WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    /** Ends it; a second time nothing happens. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        environment.close();
    }
}
