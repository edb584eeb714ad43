package dev.slipway.stack.parts;

import com.google.protobuf.util.Durations;
import dev.slipway.stack.Installation;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.workflows.api.SearchKeys;
import dev.slipway.workflows.api.TemporalSettings;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a Temporal server that is not the development one lacks at first: the namespace and our search attributes. */
final class TemporalNamespace {
    private static final String NAME = "default";
    private static final long RETENTION_HOURS = 72;
    /** Refused as long as the server has not heard of the attribute; all of them come in one change. */
    private static final String QUERY = "`" + SearchKeys.names().getFirst() + "` = 'none'";

    private final Installation installation;
    private final AtomicBoolean made = new AtomicBoolean();

    TemporalNamespace(Installation installation) {
        this.installation = installation;
    }

    /**
     * Makes what is missing and tells whether it can be used: the server itself takes seconds to notice, and until then
     * refuses every workflow that has a search attribute. Waits up to 60 s for a server that is just starting.
     */
    boolean ready() {
        TemporalSettings settings = new TemporalSettings(
                "127.0.0.1:" + installation.ports().temporal(), NAME, installation.temporalUiUrl());
        try (TemporalConnection connection = new TemporalConnection(settings)) {
            WorkflowServiceBlockingStub server =
                    connection.client().getWorkflowServiceStubs().blockingStub();
            if (!made.get()) {
                register(server);
                connection.registerSearchAttributes();
                made.set(true);
            }
            return knowsSearchAttributes(server);
        }
    }

    private static void register(WorkflowServiceBlockingStub server) {
        try {
            server.registerNamespace(RegisterNamespaceRequest.newBuilder()
                    .setNamespace(NAME)
                    .setWorkflowExecutionRetentionPeriod(Durations.fromHours(RETENTION_HOURS))
                    .build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw new IllegalStateException("cannot register the namespace: " + e.getMessage(), e);
            }
        }
    }

    private static boolean knowsSearchAttributes(WorkflowServiceBlockingStub server) {
        try {
            server.countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                    .setNamespace(NAME)
                    .setQuery(QUERY)
                    .build());
            return true;
        } catch (StatusRuntimeException e) {
            Status.Code code = e.getStatus().getCode();
            if (code == Status.Code.INVALID_ARGUMENT || code == Status.Code.UNAVAILABLE) {
                return false;
            }
            throw new IllegalStateException("the namespace cannot be used: " + e.getMessage(), e);
        }
    }
}
