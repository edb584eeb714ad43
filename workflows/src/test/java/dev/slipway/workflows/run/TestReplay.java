package dev.slipway.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.RunState;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.PipelinePlan.HandOverPlan;
import dev.slipway.workflows.api.PipelinePlan.TaskPlan;
import dev.slipway.workflows.api.TaskOutcome;
import dev.slipway.workflows.deployment.Deployment;
import dev.slipway.workflows.testing.Harness;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The workflow does the same from history alone as it did live. */
final class TestReplay {
    private static final String RUN = "run/shop/web/1";

    @Test
    void everyTaskStartsFromTheBeginningAndHistoriesReplay() throws Exception {
        try (Harness harness = new Harness(false)) {
            harness.world.automatic.put("deploy/", "healthy");
            harness.world.automatic.put(RUN, "passed");
            harness.world.tasks.put("test", new TaskOutcome(true, true, null, "3 tests", Map.of()));
            harness.world
                    .tasks(new TaskPlan("test", List.of(), 60_000))
                    .stage("staging", 0)
                    .stage("production", 3_600_000, new HandOverPlan("scan", 900_000, "fail"));
            harness.start(Harness.first());
            harness.untilEffect("askApproval");
            harness.world.actions.put("a1", new ActionVerdict(true, "approve", "production", "ann", ""));
            harness.world.approvals.put("digest-1", new ApprovalState(true, false, "approved by ann"));
            harness.hint(RUN, "action/a1");
            assertThat(harness.result().state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(harness.facts.illegalMoves()).isEmpty();

            replay(harness.client().fetchHistory(RUN), PipelineRun.class);
            replay(harness.client().fetchHistory("deploy/shop/production/local/web/1"), Deployment.class);
        }
    }

    @Test
    void aCancelledRunReplaysToo() throws Exception {
        try (Harness harness = new Harness(false)) {
            harness.world.stage("staging", 0);
            harness.world.actions.put("c1", new ActionVerdict(true, "cancel", "-", "ann", ""));
            harness.start(Harness.first());
            harness.untilEffect("open");
            harness.world.automatic.put("deploy/", "reverted");
            harness.hint(RUN, "action/c1");
            harness.untilEffect("revert CANCELLED");
            harness.hint("deploy/shop/staging/local/web/1", "deploy/shop/staging/local/web/1/revert");
            harness.untilEffect("finish");
            assertThat(harness.result().state()).isEqualTo(RunState.CANCELLED);
            replay(harness.client().fetchHistory(RUN), PipelineRun.class);
            replay(harness.client().fetchHistory("deploy/shop/staging/local/web/1"), Deployment.class);
        }
    }

    private static void replay(WorkflowExecutionHistory history, Class<?> implementation) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(
                WorkflowExecutionHistory.fromJson(history.toJson(false)), implementation);
    }
}
