package dev.slipway.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.PipelinePlan.HandOverPlan;
import dev.slipway.workflows.api.PipelinePlan.TaskPlan;
import dev.slipway.workflows.api.PipelineRunWorkflow;
import dev.slipway.workflows.api.RunResult;
import dev.slipway.workflows.api.TaskOutcome;
import dev.slipway.workflows.testing.Harness;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestWaiting {
    private static final String RUN = "run/shop/web/1";

    private Harness harness;

    @BeforeEach
    void open() {
        harness = new Harness(true);
        harness.world.automatic.put("deploy/", "healthy");
    }

    @AfterEach
    void close() {
        assertThat(harness.facts.illegalMoves()).isEmpty();
        harness.close();
    }

    @Test
    void anApprovalIsAwaitedWithoutTheLockAndTheRunGoesOn() {
        harness.world.stage("production", 3_600_000);
        harness.start(Harness.first());
        harness.until("waiting", () -> harness.facts.states(RUN, 1).contains("-/run/state waiting"));
        assertThat(harness.world.effects)
                .containsSubsequence(
                        "lock production lock-1",
                        "request production",
                        "unlock production",
                        "askApproval production digest-1");

        approve("a1", "digest-1");
        assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(harness.world.effects)
                .containsSubsequence(
                        "useAction a1",
                        "lock production lock-2",
                        "fresh production",
                        "configure production digest-1",
                        "finish succeeded");
        assertThat(harness.facts.states(RUN, 1))
                .containsSubsequence(
                        "production/request running",
                        "production/request waiting",
                        "-/run/state waiting",
                        "-/run/state running",
                        "production/request succeeded");
    }

    @Test
    void aRefusalEndsTheRun() {
        harness.world.stage("production", 3_600_000);
        harness.start(Harness.first());
        harness.untilEffect("askApproval");
        harness.world.actions.put("r1", new ActionVerdict(true, "reject", "production", "ann", "no"));
        harness.world.approvals.put("digest-1", new ApprovalState(false, true, "ann refused: no"));
        harness.hint(RUN, "action/r1");
        assertThat(harness.result()).isEqualTo(new RunResult(RunState.FAILED, "APPROVAL_REJECTED", "ann refused: no"));
        assertThat(harness.world.effects("configure")).isEmpty();
    }

    @Test
    void anApprovalNobodyGivesExpires() {
        harness.world.stage("production", 3_600_000);
        assertThat(harness.run(Harness.first()).code()).isEqualTo("APPROVAL_EXPIRED");
    }

    @Test
    void aStaleRequestIsMadeAgainAndItsApprovalIsVoid() {
        harness.world.stage("production", 3_600_000);
        harness.world.fresh = false;
        harness.start(Harness.first());
        harness.untilEffect("askApproval");
        harness.world.digest = "digest-2";
        approve("a1", "digest-1");
        harness.untilEffect("askApproval production digest-2");
        approve("a2", "digest-2");
        assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(harness.world.effects("configure")).containsExactly("configure production digest-2");
        assertThat(harness.world.effects("lock"))
                .containsExactly("lock production lock-1", "lock production lock-2", "lock production lock-3");
    }

    @Test
    void aStaleRequestThatComesOutTheSameKeepsItsApproval() {
        harness.world.stage("production", 3_600_000);
        harness.world.fresh = false;
        harness.world.approvals.put("digest-1", new ApprovalState(true, false, "approved by ann"));
        harness.run(Harness.first());
        assertThat(harness.world.effects("askApproval")).hasSize(1);
        assertThat(harness.world.effects("configure")).containsExactly("configure production digest-1");
    }

    @Test
    void aContendedLockIsWaitedFor() {
        harness.world.stage("staging", 0);
        harness.world.lockFree = false;
        harness.start(Harness.first());
        harness.until("waiting", () -> harness.facts.states(RUN, 1).contains("-/run/state waiting"));
        assertThat(harness.facts.last(RUN, 1)).containsEntry("staging/request", StepState.QUEUED);
        harness.world.lockFree = true;
        harness.hint(RUN, RUN + "/1/staging/request/lock-1");
        assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(harness.world.strangers).isEmpty();
    }

    @Test
    void anAnswerWhoseMessageWasLostIsFoundByLooking() {
        harness.world
                .stage("staging", 0, new HandOverPlan("scan", 900_000, "fail"))
                .tasks(new TaskPlan("test", java.util.List.of(), 60_000));
        harness.world.automatic.clear();
        harness.start(Harness.first());
        harness.untilEffect("startTask");
        harness.world.tasks.put("test", new TaskOutcome(true, true, null, "", Map.of()));
        harness.world.automatic.put("deploy/", "healthy");
        harness.world.automatic.put(RUN, "passed");
        assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aHandOverThatFailsEndsTheRun() {
        harness.world.stage("staging", 0, new HandOverPlan("scan", 900_000, "fail"));
        harness.world.automatic.put(RUN, "failed");
        RunResult result = harness.run(Harness.first());
        assertThat(result.code()).isEqualTo("HAND_OVER_FAILED");
        assertThat(harness.world.effects("revertStage")).isEmpty();
        assertThat(harness.facts.last(RUN, 1)).containsEntry("staging/respond/scan", StepState.FAILED);
    }

    @Test
    void aHandOverThatIsLateRevertsWhenItsStageSaysSo() {
        harness.world.stage("staging", 0, new HandOverPlan("scan", 900_000, "revert"));
        RunResult result = harness.run(Harness.first());
        assertThat(result.code()).isEqualTo("HAND_OVER_TIMEOUT");
        assertThat(result.message()).contains("did not answer in time; reverted: web is healthy");
        assertThat(harness.world.effects)
                .containsSubsequence(
                        "handOver scan",
                        "revertStage staging",
                        "open deploy/shop/staging/local/web/2",
                        "unlock staging",
                        "finish failed");
    }

    @Test
    void aHandOverThatOnlyWarnsDoesNotStopTheRun() {
        harness.world.stage(
                "staging", 0, new HandOverPlan("scan", 900_000, "warn"), new HandOverPlan("test", 900_000, "fail"));
        harness.world.automatic.put(RUN + "/1/staging/respond/scan", "failed");
        harness.world.automatic.put(RUN + "/1/staging/respond/test", "passed");
        assertThat(harness.run(Harness.first()).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(harness.facts.last(RUN, 1))
                .containsEntry("staging/respond/scan", StepState.FAILED)
                .containsEntry("staging/respond", StepState.SUCCEEDED);
    }

    @Test
    void messagesSentStraightToTheServerChangeNothingAndAreRecorded() {
        harness.world.stage("production", 3_600_000);
        harness.start(Harness.first());
        harness.until("waiting", () -> harness.facts.states(RUN, 1).contains("-/run/state waiting"));
        harness.hint(RUN, "action/made-up");
        harness.hint(RUN, RUN + "/1/production/request/approval");
        harness.hint(RUN, "no/such/wait");
        PipelineRunWorkflow run = harness.client().newWorkflowStub(PipelineRunWorkflow.class, RUN);
        assertThat(run.act("also-made-up")).isEqualTo("also-made-up");
        assertThatThrownBy(() -> run.act("x".repeat(65))).isInstanceOf(WorkflowUpdateException.class);
        assertThatThrownBy(() -> run.act("")).isInstanceOf(WorkflowUpdateException.class);
        harness.until("recorded", () -> harness.world.strangers.size() >= 3);
        assertThat(harness.world.strangers).containsExactlyInAnyOrder("made-up", "also-made-up", "no/such/wait");
        assertThat(harness.world.effects("configure")).isEmpty();

        approve("a1", "digest-1");
        assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void messagesOfAnUnknownKindAreRecordedAndDoNothing() {
        harness.world.stage("production", 3_600_000);
        WorkflowStub run = harness.start(Harness.first());
        harness.untilEffect("askApproval");
        run.signal("approve", "production");
        run.signal("fact", "not a fact at all");
        assertThatThrownBy(() -> run.update("promote", String.class, "production"))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasRootCauseMessage("message='there is no update promote; people\'s actions go through the API. This"
                        + " message was recorded', type='MESSAGE_REFUSED', nonRetryable=true");
        harness.until("recorded", () -> harness.world.strangers.size() >= 2);
        assertThat(harness.world.strangers).contains("signal approve", "update promote");
        assertThat(harness.world.effects("configure")).isEmpty();

        approve("a1", "digest-1");
        assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aHintWithoutAnAnswerBehindItIsRecorded() {
        harness.world.stage("staging", 0, new HandOverPlan("scan", 900_000, "fail"));
        harness.start(Harness.first());
        harness.untilEffect("handOver");
        String key = RUN + "/1/staging/respond/scan";
        harness.hint(RUN, key);
        harness.until("recorded", () -> harness.world.strangers.contains(key));
        harness.world.answers.put(key, new Answer(true, "passed", "clean"));
        harness.hint(RUN, key);
        assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
    }

    private void approve(String action, String digest) {
        harness.world.actions.put(action, new ActionVerdict(true, "approve", "production", "ann", ""));
        harness.world.approvals.put(digest, new ApprovalState(true, false, "approved by ann"));
        harness.hint(RUN, "action/" + action);
    }
}
