package dev.slipway.workflows.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.workflows.api.EnvironmentInput;
import dev.slipway.workflows.api.EnvironmentWorkflow;
import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.testing.Harness;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestEnvironment {
    private Harness harness;

    @BeforeEach
    void open() {
        harness = new Harness(true);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void looksAtAContendedLockAgainUntilNobodyWaitsAndThenEnds() {
        harness.world.lockFree = false;
        WorkflowStub stub = start(List.of("web"));
        harness.untilEffect("grantNext web");
        harness.world.lockFree = true;
        stub.signal("lockChanged", "api");
        stub.getResult(Void.class);
        assertThat(harness.world.effects("grantNext api")).hasSize(1);
        assertThat(harness.world.effects("grantNext web").size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void endsWhenNothingIsAskedOfIt() {
        start(List.of()).getResult(Void.class);
        assertThat(harness.world.effects).isEmpty();
    }

    private WorkflowStub start(List<String> pending) {
        EnvironmentWorkflow environment = harness.client()
                .newWorkflowStub(
                        EnvironmentWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.MAIN)
                                .setWorkflowId("env/shop/staging")
                                .build());
        WorkflowClient.start(environment::serve, new EnvironmentInput("shop", "staging", pending));
        return WorkflowStub.fromTyped(environment);
    }
}
