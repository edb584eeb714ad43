package dev.slipway.worker.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.RunState;
import dev.slipway.store.run.OutboxMessage;
import dev.slipway.workflows.api.EnvironmentInput;
import dev.slipway.workflows.api.Fact;
import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.api.SearchKeys;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Starts, signals and cancels workflows. */
public final class TemporalSender implements Sender {
    /** Kinds it delivers. */
    public static final List<String> KINDS = List.of("start", "signal", "cancel");

    private static final String GENERATION = "generation";

    /** How long a task of a worker that died is waited for before another worker gets it. */
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

    private final WorkflowClient client;

    public TemporalSender(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public Delivery send(OutboxMessage message) {
        try {
            return switch (message.kind()) {
                case "start" -> start(message.target(), message.payload());
                case "signal" -> signal(message.target(), message.payload());
                case "cancel" -> cancel(message.target());
                default -> new Delivery.GivenUp("not a message for Temporal: " + message.kind());
            };
        } catch (WorkflowNotFoundException e) {
            return new Delivery.GivenUp("late: the workflow is over");
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            return new Delivery.Again(String.valueOf(e.getMessage()));
        }
    }

    private Delivery start(String workflowId, JsonNode payload) {
        JsonNode input = payload.path("input");
        int generation = input.path(GENERATION).asInt(1);
        WorkflowOptions options = options(workflowId)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setDisableEagerExecution(false)
                .setTypedSearchAttributes(attributes(payload.path("searchAttributes")))
                .setMemo(Map.of(GENERATION, generation))
                .setStaticSummary(payload.path("summary").asText(""))
                .build();
        try {
            client.newUntypedWorkflowStub(payload.path("workflowType").asText(), options)
                    .start(input);
            return new Delivery.Done();
        } catch (WorkflowExecutionAlreadyStarted e) {
            return started(workflowId) < generation
                    ? new Delivery.Again("an earlier execution is still ending")
                    : new Delivery.Done();
        }
    }

    /** Generation of the execution that holds the id now. */
    private int started(String workflowId) {
        Object generation = client.newUntypedWorkflowStub(workflowId).describe().getMemo(GENERATION, Integer.class);
        return generation instanceof Integer number ? number : 1;
    }

    private Delivery signal(String workflowId, JsonNode payload) {
        JsonNode words = payload.path("args");
        if (payload.path("signal").asText().equals("lockChanged")) {
            String[] parts = workflowId.split("/", -1);
            WorkflowStub stub = client.newUntypedWorkflowStub(
                    "EnvironmentWorkflow", options(workflowId).build());
            Object[] input = {new EnvironmentInput(parts[1], parts[2], List.of())};
            stub.signalWithStart("lockChanged", new Object[] {words.asText()}, input);
        } else {
            Fact fact = new Fact(words.path("key").asText());
            client.newUntypedWorkflowStub(workflowId).signal("fact", fact);
        }
        return new Delivery.Done();
    }

    private Delivery cancel(String workflowId) {
        client.newUntypedWorkflowStub(workflowId).cancel();
        return new Delivery.Done();
    }

    private static WorkflowOptions.Builder options(String workflowId) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setWorkflowTaskTimeout(TASK_TIMEOUT)
                .setTaskQueue(Queues.MAIN);
    }

    private static SearchAttributes attributes(JsonNode given) {
        SearchAttributes.Builder attributes = SearchAttributes.newBuilder();
        for (String name : SearchKeys.names()) {
            if (given.path(name).isTextual()) {
                // A run is queued until it is started, which happens here; saying so now saves saying it again at once.
                boolean status = name.equals(SearchKeys.STATUS.getName());
                String value =
                        status ? RunState.RUNNING.text() : given.path(name).asText();
                attributes.set(SearchAttributeKey.forKeyword(name), value);
            }
        }
        return attributes.build();
    }
}
