package dev.slipway.workflows.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.ErrorCode;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.DeploymentResult;
import dev.slipway.workflows.api.DeploymentWorkflow;
import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.testing.Harness;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestDeployment {
    private static final String KEY = "shop/staging/local/web";
    private static final String ID = "deploy/" + KEY + "/1";

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
    void becomesStableWhenItIsHealthy() {
        harness.world.automatic.put(ID, "healthy");
        assertThat(roll(true).state()).isEqualTo(DeploymentState.SUCCESSFUL);
        assertThat(harness.world.effects).containsExactly("open " + ID, "complete " + ID);
    }

    @Test
    void goesBackWhenItIsNot() {
        harness.world.automatic.put(ID + "/roll", "unhealthy");
        harness.world.automatic.put(ID + "/revert", "reverted");
        DeploymentResult result = roll(true);
        assertThat(result.state()).isEqualTo(DeploymentState.FAILED);
        assertThat(result.code()).isEqualTo("DEPLOYMENT_UNHEALTHY");
        assertThat(result.revertedTo()).isEqualTo(1);
    }

    @Test
    void staysWhereItIsWhenNobodyWantsItBack() {
        harness.world.automatic.put(ID + "/roll", "unhealthy");
        roll(false);
        assertThat(harness.world.effects).containsExactly("open " + ID, "fail DEPLOYMENT_UNHEALTHY");
    }

    @Test
    void aFirstVersionHasNothingToGoBackTo() {
        harness.world.automatic.put(ID + "/roll", "unhealthy");
        harness.world.hasStableVersion = false;
        assertThat(roll(true).revertedTo()).isNull();
    }

    @Test
    void hasADeadlineOfItsOwnWhenNobodyAnswers() {
        DeploymentResult result = roll(true);
        assertThat(result.code()).isEqualTo("DEPLOYMENT_DEADLINE");
        assertThat(result.description()).contains("the revert failed: no answer about the instances in time");
    }

    @Test
    void goesBackWhenItsSuccessCannotBeStored() {
        harness.world.automatic.put(ID + "/roll", "healthy");
        harness.world.automatic.put(ID + "/revert", "reverted");
        harness.world.failures.put("complete", ErrorCode.TRANSITION_REFUSED);
        DeploymentResult result = roll(true);
        assertThat(result.state()).isEqualTo(DeploymentState.FAILED);
        assertThat(result.code()).isEqualTo("TRANSITION_REFUSED");
        assertThat(harness.world.effects)
                .containsSubsequence("complete " + ID, "revert TRANSITION_REFUSED", "fail TRANSITION_REFUSED reverted");
    }

    @Test
    void endsAlsoWhenNeitherRevertNorEndCanBeStored() {
        harness.world.automatic.put(ID + "/roll", "unhealthy");
        harness.world.failures.put("revert", ErrorCode.TRANSITION_REFUSED);
        harness.world.failures.put("fail", ErrorCode.TRANSITION_REFUSED);
        DeploymentResult result = roll(true);
        assertThat(result.state()).isEqualTo(DeploymentState.FAILED);
        assertThat(result.description())
                .contains("the revert failed: revert failed", "the end was not stored: fail failed");
    }

    @Test
    void anUnopenedRolloutIsNotLeftOpen() {
        harness.world.failures.put("open", ErrorCode.NOT_FOUND);
        harness.world.hasStableVersion = false;
        assertThat(roll(true).code()).isEqualTo("NOT_FOUND");
        assertThat(harness.world.effects).contains("fail NOT_FOUND");
    }

    @Test
    void cancelledWhileGoingBackStillGoesBack() {
        harness.world.automatic.put(ID + "/roll", "unhealthy");
        WorkflowStub stub = start(true);
        harness.untilEffect("revert DEPLOYMENT_UNHEALTHY");
        stub.cancel();
        harness.untilEffect("revert CANCELLED");
        harness.world.answers.put(ID + "/revert", new Answer(true, "reverted", ""));
        harness.hint(ID, ID + "/revert");
        harness.untilEffect("fail CANCELLED reverted");
        assertThatThrownBy(() -> stub.getResult(DeploymentResult.class)).hasCauseInstanceOf(CanceledFailure.class);
    }

    @Test
    void messagesWithNothingBehindThemAreRecordedAndDoNothing() {
        WorkflowStub stub = start(true);
        harness.untilEffect("open " + ID);
        stub.signal("promote", "now");
        harness.hint(ID, ID + "/roll");
        harness.hint(ID, "no/such/wait");
        harness.until("recorded", () -> harness.world.strangers.size() >= 3);
        assertThat(harness.world.strangers).containsExactlyInAnyOrder("signal promote", ID + "/roll", "no/such/wait");
        assertThat(harness.world.effects).containsExactly("open " + ID);

        harness.world.answers.put(ID + "/roll", new Answer(true, "healthy", ""));
        harness.hint(ID, ID + "/roll");
        assertThat(stub.getResult(DeploymentResult.class).state()).isEqualTo(DeploymentState.SUCCESSFUL);
    }

    private DeploymentResult roll(boolean autoRevert) {
        return start(autoRevert).getResult(DeploymentResult.class);
    }

    private WorkflowStub start(boolean autoRevert) {
        DeploymentInput input = new DeploymentInput(KEY, 1, autoRevert, 600_000);
        DeploymentWorkflow deployment = harness.client()
                .newWorkflowStub(
                        DeploymentWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.MAIN)
                                .setWorkflowId(input.workflowId())
                                .build());
        WorkflowClient.start(deployment::deploy, input);
        return WorkflowStub.fromTyped(deployment);
    }
}
