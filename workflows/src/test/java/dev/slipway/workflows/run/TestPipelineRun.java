package dev.slipway.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.workflows.api.PipelinePlan.JobPlan;
import dev.slipway.workflows.api.PipelinePlan.StagePlan;
import dev.slipway.workflows.api.PipelinePlan.TaskPlan;
import dev.slipway.workflows.api.PlanResult;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunResult;
import dev.slipway.workflows.api.TaskOutcome;
import dev.slipway.workflows.testing.Harness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestPipelineRun {
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
    void goesTheEightStepsInTheirOrder() {
        harness.world.stage("staging", 0);
        assertThat(harness.run(Harness.first())).isEqualTo(new RunResult(RunState.SUCCEEDED, null, null));
        assertThat(harness.world.effects)
                .containsExactly(
                        "begin",
                        "commit",
                        "verify",
                        "lock staging lock-1",
                        "request staging",
                        "configure staging digest-1",
                        "open deploy/shop/staging/local/web/1",
                        "complete deploy/shop/staging/local/web/1",
                        "finish succeeded");
        assertThat(harness.facts.last(RUN, 1))
                .containsEntry("-/commit", StepState.SUCCEEDED)
                .containsEntry("-/verify", StepState.SUCCEEDED)
                .containsEntry("-/tasks", StepState.SKIPPED)
                .containsEntry("staging/request", StepState.SUCCEEDED)
                .containsEntry("staging/provision", StepState.SKIPPED)
                .containsEntry("staging/configure", StepState.SUCCEEDED)
                .containsEntry("staging/job", StepState.SUCCEEDED)
                .containsEntry("staging/job/web", StepState.SUCCEEDED)
                .containsEntry("staging/respond", StepState.SUCCEEDED)
                .containsEntry("-/respond", StepState.SUCCEEDED);
    }

    @Test
    void aDenialStopsTheRunAtRequestAndRespondsAllTheSame() {
        harness.world.stage("staging", 0).stage("production", 0);
        harness.world.failures.put("request", ErrorCode.POLICY_DENIED);
        RunResult result = harness.run(Harness.first());
        assertThat(result.state()).isEqualTo(RunState.FAILED);
        assertThat(result.code()).isEqualTo("POLICY_DENIED");
        assertThat(harness.world.effects).endsWith("request staging", "unlock staging", "finish failed");
        assertThat(harness.world.outcomes.getFirst().step()).isEqualTo("request");
        assertThat(harness.facts.last(RUN, 1)).containsEntry("staging/request", StepState.FAILED);
    }

    @Test
    void anEngineThatCannotBeAskedRefusesTheRunInsteadOfHangingIt() {
        harness.world.stage("staging", 0);
        harness.world.failures.put("verify", ErrorCode.POLICY_UNAVAILABLE);
        RunResult result = harness.run(Harness.first());
        assertThat(result.code()).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(harness.world.effects("verify")).hasSize(1);
    }

    @Test
    void whatIsAwayForAMomentIsTriedAgain() {
        harness.world.stage("staging", 0);
        harness.world.failures.put("configure", ErrorCode.UNAVAILABLE);
        harness.start(Harness.first());
        harness.until("two tries", () -> harness.world.effects("configure").size() >= 2);
        harness.world.failures.clear();
        assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void tasksRunInTheOrderOfTheirNeedsAndTheirLossIsFoundByLooking() {
        harness.world
                .stage("staging", 0)
                .tasks(
                        new TaskPlan("build", List.of("test", "lint"), 60_000),
                        new TaskPlan("test", List.of(), 60_000),
                        new TaskPlan("lint", List.of(), 60_000));
        harness.world.tasks.put("test", succeeded());
        harness.world.tasks.put("lint", succeeded());
        harness.world.tasks.put("build", succeeded());
        assertThat(harness.run(Harness.first()).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(harness.world.effects("startTask"))
                .containsExactly("startTask test", "startTask lint", "startTask build");
    }

    @Test
    void aFailedTaskStopsTheOthers() {
        harness.world
                .stage("staging", 0)
                .tasks(new TaskPlan("test", List.of(), 60_000), new TaskPlan("long", List.of(), 60_000));
        harness.world.tasks.put("test", new TaskOutcome(true, false, "TASK_FAILED", "exit code 1", Map.of()));
        RunResult result = harness.run(Harness.first());
        assertThat(result.code()).isEqualTo("TASK_FAILED");
        assertThat(result.message()).isEqualTo("task test: exit code 1");
        assertThat(harness.world.effects).contains("stopTask long");
        assertThat(harness.facts.last(RUN, 1))
                .containsEntry("-/tasks/test", StepState.FAILED)
                .containsEntry("-/tasks/long", StepState.CANCELLED)
                .containsEntry("-/tasks", StepState.FAILED);
    }

    @Test
    void aTaskThatNeverEndsIsStoppedAfterItsTime() {
        harness.world.stage("staging", 0).tasks(new TaskPlan("hang", List.of(), 60_000));
        assertThat(harness.run(Harness.first()).code()).isEqualTo("TASK_TIMEOUT");
        assertThat(harness.world.effects).contains("stopTask hang");
    }

    @Test
    void infrastructureIsAppliedOnlyWhenThePlanChangesSomething() {
        harness.world.stage(stage(List.of("network"), List.of()));
        harness.world.plan = new PlanResult("key", "sha256:p", false, 1, 0, 0);
        harness.run(Harness.first());
        assertThat(harness.world.effects)
                .containsSubsequence(
                        "plan staging", "request staging", "apply staging decision-1", "configure staging digest-1");
    }

    @Test
    void aFailedApplyIsNotRolledBackByItself() {
        harness.world.stage(stage(List.of("network"), List.of()));
        harness.world.plan = new PlanResult("key", "sha256:p", false, 1, 0, 0);
        harness.world.failures.put("apply", ErrorCode.APPLY_FAILED);
        assertThat(harness.run(Harness.first()).code()).isEqualTo("APPLY_FAILED");
        assertThat(harness.world.effects("configure")).isEmpty();
        assertThat(harness.world.effects("revert")).isEmpty();
    }

    @Test
    void jobsBeforeTheRolloutRunToTheirEnd() {
        harness.world.stage(stage(List.of(), List.of("migrate")));
        harness.world.tasks.put("migrate", succeeded());
        harness.run(Harness.first());
        assertThat(harness.world.effects)
                .containsSubsequence(
                        "configure staging digest-1", "startBefore migrate", "open deploy/shop/staging/local/web/1");
        assertThat(harness.world.effects("stopBefore")).isEmpty();
    }

    @Test
    void aFailedJobBeforeTheRolloutKeepsTheOldVersion() {
        harness.world.stage(stage(List.of(), List.of("migrate")));
        harness.world.tasks.put("migrate", new TaskOutcome(true, false, null, "exit code 3", Map.of()));
        assertThat(harness.run(Harness.first()).code()).isEqualTo("TASK_FAILED");
        assertThat(harness.world.effects("open")).isEmpty();
    }

    @Test
    void aDryRunAsksPolicyAndDoesNothing() {
        harness.world
                .stage("staging", 60_000)
                .stage("production", 60_000)
                .tasks(new TaskPlan("test", List.of(), 1_000));
        RunInput input = new RunInput("shop", "web", 1, 1, true, null, null);
        assertThat(harness.run(input).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(harness.world.effects)
                .containsExactly(
                        "begin", "commit", "verify", "request staging", "request production", "finish succeeded");
    }

    @Test
    void aRetryKeepsFinishedTasksAndStages() {
        harness.world
                .stage("staging", 0)
                .stage("production", 0)
                .tasks(new TaskPlan("test", List.of(), 1_000), new TaskPlan("build", List.of("test"), 1_000));
        harness.world.results.add("-/tasks/test");
        harness.world.tasks.put("build", succeeded());
        RunInput retry = new RunInput("shop", "web", 1, 2, false, "production", "job");
        assertThat(harness.run(retry).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(harness.world.effects).contains("verify", "startTask build", "request production");
        assertThat(harness.world.effects).doesNotContain("startTask test", "request staging");
        assertThat(harness.facts.last(RUN, 2))
                .containsEntry("-/tasks/test", StepState.SKIPPED)
                .containsEntry("staging/request", StepState.SKIPPED);
    }

    @Test
    void aRetryFromAStageThatIsGoneBeginsAtTheFirst() {
        harness.world.stage("staging", 0);
        harness.run(new RunInput("shop", "web", 1, 2, false, "old-name", "job"));
        assertThat(harness.world.effects).contains("request staging");
    }

    private static StagePlan stage(List<String> modules, List<String> before) {
        return new StagePlan("staging", "staging", modules, List.of(new JobPlan("web")), before, 0, List.of());
    }

    private static TaskOutcome succeeded() {
        return new TaskOutcome(true, true, null, "12 tests", Map.of());
    }
}
