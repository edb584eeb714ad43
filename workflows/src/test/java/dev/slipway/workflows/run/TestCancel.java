package dev.slipway.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.PipelinePlan.HandOverPlan;
import dev.slipway.workflows.api.PipelinePlan.JobPlan;
import dev.slipway.workflows.api.PipelinePlan.StagePlan;
import dev.slipway.workflows.api.PipelinePlan.TaskPlan;
import dev.slipway.workflows.api.RunResult;
import dev.slipway.workflows.testing.Harness;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a run is doing when it is cancelled: what it began is undone, the lock is free and everybody is told. */
final class TestCancel {
    private static final String RUN = "run/shop/web/1";

    private Harness harness;

    @BeforeEach
    void open() {
        harness = new Harness(true);
        harness.world.actions.put("c1", new ActionVerdict(true, "cancel", "-", "ann", "wrong commit"));
    }

    @AfterEach
    void close() {
        assertThat(harness.facts.illegalMoves()).isEmpty();
        assertThat(harness.world.effects).last().isEqualTo("finish cancelled");
        assertThat(harness.facts.last(RUN, 1).values())
                .allMatch(state -> state.isFinal() || state == StepState.RUNNING || state == StepState.WAITING);
        assertThat(harness.facts.last(RUN, 1).entrySet())
                .filteredOn(entry -> !entry.getKey().equals("-/run/state"))
                .allMatch(entry -> entry.getValue().isFinal());
        harness.close();
    }

    @Test
    void whileATaskRuns() {
        harness.world.stage("staging", 0).tasks(new TaskPlan("test", List.of(), 600_000));
        start("startTask");
        cancel();
        assertThat(harness.world.effects).contains("stopTask test");
        assertThat(harness.facts.last(RUN, 1)).containsEntry("-/tasks", StepState.CANCELLED);
    }

    @Test
    void whileItWaitsForALock() {
        harness.world.stage("staging", 0);
        harness.world.lockFree = false;
        start("lock");
        harness.until("waiting", () -> harness.facts.states(RUN, 1).contains("-/run/state waiting"));
        cancel();
        assertThat(harness.world.effects).contains("unlock staging");
        assertThat(harness.world.effects("request")).isEmpty();
    }

    @Test
    void whileItWaitsForAnApproval() {
        harness.world.stage("production", 3_600_000);
        start("askApproval");
        cancel();
        assertThat(harness.world.effects("unlock")).hasSize(1);
        assertThat(harness.world.effects("configure")).isEmpty();
    }

    @Test
    void whileAJobBeforeTheRolloutRuns() {
        harness.world.stage(new StagePlan(
                "staging", "staging", List.of(), List.of(new JobPlan("web")), List.of("migrate"), 0, List.of()));
        start("startBefore");
        cancel();
        assertThat(harness.world.effects).containsSubsequence("stopBefore migrate", "unlock staging");
        assertThat(harness.world.effects("open")).isEmpty();
    }

    @Test
    void whileAJobRolls() {
        harness.world.stage("staging", 0).stage("production", 0);
        start("open");
        harness.world.automatic.put("deploy/", "reverted");
        harness.hint(RUN, "action/c1");
        harness.untilEffect("revert CANCELLED");
        harness.hint("deploy/shop/staging/local/web/1", "deploy/shop/staging/local/web/1/revert");
        ended();
        assertThat(harness.world.effects)
                .containsSubsequence(
                        "open deploy/shop/staging/local/web/1",
                        "revert CANCELLED",
                        "fail CANCELLED reverted",
                        "unlock staging");
        assertThat(harness.world.effects("request")).containsExactly("request staging");
    }

    @Test
    void whileAnotherSystemIsAsked() {
        harness.world.stage("staging", 0, new HandOverPlan("scan", 900_000, "revert"));
        harness.world.automatic.put("deploy/", "healthy");
        start("handOver");
        cancel();
        assertThat(harness.world.effects).contains("unlock staging");
        assertThat(harness.world.effects("revertStage")).isEmpty();
    }

    @Test
    void throughTheServerInsteadOfAnAction() {
        harness.world.stage("production", 3_600_000);
        start("askApproval");
        harness.client().newUntypedWorkflowStub(RUN).cancel();
        harness.untilEffect("finish");
        assertThatThrownBy(harness::result).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(harness.world.outcomes.getFirst().message()).isEqualTo("cancelled");
    }

    private void start(String effect) {
        harness.start(Harness.first());
        harness.untilEffect(effect);
    }

    private void cancel() {
        harness.hint(RUN, "action/c1");
        ended();
    }

    /** Time is not skipped before the run is over: the in-process server can lose a task when a timer fires meanwhile. */
    private void ended() {
        harness.untilEffect("finish");
        RunResult result = harness.result();
        assertThat(result.state()).isEqualTo(RunState.CANCELLED);
        assertThat(result.code()).isEqualTo("CANCELLED");
    }
}
