package dev.slipway.worker.temporal;

import dev.slipway.workflows.api.PayloadConverters;
import dev.slipway.workflows.api.SearchKeys;
import dev.slipway.workflows.api.TemporalSettings;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client of one namespace, with the payload format all processes share. */
public final class TemporalConnection implements AutoCloseable {
    private final TemporalSettings settings;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    /** Connects; waits up to 60 s for a server that is just starting. */
    public TemporalConnection(TemporalSettings settings) {
        this.settings = settings;
        this.stubs = WorkflowServiceStubs.newConnectedServiceStubs(
                WorkflowServiceStubsOptions.newBuilder()
                        .setTarget(settings.target())
                        .build(),
                Duration.ofSeconds(60));
        this.client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(settings.namespace())
                        .setDataConverter(PayloadConverters.create(List.of()))
                        .build());
    }

    public WorkflowClient client() {
        return client;
    }

    /** A client of the namespace's schedules. */
    public ScheduleClient schedules() {
        return ScheduleClient.newInstance(
                stubs,
                ScheduleClientOptions.newBuilder()
                        .setNamespace(settings.namespace())
                        .setDataConverter(PayloadConverters.create(List.of()))
                        .build());
    }

    /** Makes the server know our search attributes; a workflow that sets an unknown one would never get on. */
    public void registerSearchAttributes() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setTarget(settings.target())
                .validateAndBuildWithDefaults());
        try {
            ListSearchAttributesResponse known = operator.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(settings.namespace())
                            .build());
            AddSearchAttributesRequest.Builder missing =
                    AddSearchAttributesRequest.newBuilder().setNamespace(settings.namespace());
            SearchKeys.names().stream()
                    .filter(name -> !known.containsCustomAttributes(name))
                    .forEach(name -> missing.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
            if (missing.getSearchAttributesCount() > 0) {
                operator.blockingStub().addSearchAttributes(missing.build());
            }
        } catch (StatusRuntimeException e) {
            throw new IllegalStateException("cannot register search attributes: " + e.getMessage(), e);
        } finally {
            operator.shutdown();
        }
    }

    @Override
    public void close() {
        stubs.shutdown();
        stubs.awaitTermination(5, TimeUnit.SECONDS);
    }
}
