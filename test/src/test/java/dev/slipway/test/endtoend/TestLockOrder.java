package dev.slipway.test.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.Rows;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs that go to one environment take turns, in the order they came; a cancelled one leaves the line. */
final class TestLockOrder {
    @Test
    void runsTakeTurnsInTheOrderTheyCame() {
        RunningStack stack = RunningStack.shared();
        TestingProject project = TestingProject.create(stack, "turns").environment("staging", "class: staging");
        project.pipelineFile("""
                stages: [{name: staging, environment: staging, jobs: [{name: web, file: web.job.yaml}]}]
                """);
        RunId first = project.jobFile("web", slow("one")).run("one");
        project.awaitStep(first, "staging", "job", StepState.RUNNING);
        List<RunId> line = new ArrayList<>();
        for (String version : List.of("two", "three", "four")) {
            RunId run = project.jobFile("web", MockJob.healthy(version)).run(version);
            RunDetail waits = project.awaitStep(run, "staging", "request", StepState.QUEUED);
            assertThat(waits.run().waitingFor()).contains("lock of environment staging", first.workflowId());
            line.add(run);
        }
        project.cancel(line.remove(1));
        assertThat(project.awaitEnd(first).run().state()).isEqualTo(RunState.SUCCEEDED);
        for (RunId run : line) {
            assertThat(project.awaitEnd(run).run().state()).isEqualTo(RunState.SUCCEEDED);
        }
        try (Rows rows = new Rows(stack)) {
            assertThat(rows.texts("select run_id from deployment where job_key like 'turns/%' order by number"))
                    .containsExactly(
                            first.workflowId(),
                            line.get(0).workflowId(),
                            line.get(1).workflowId());
            assertThat(rows.count("""
                            select count(*) from deployment later join deployment earlier using (job_key)
                            where job_key like 'turns/%' and later.number > earlier.number
                                and later.created_at < earlier.finished_at""")).isZero();
            assertThat(rows.count("select count(*) from lock_ticket where project = 'turns' and released_at is null"))
                    .isZero();
        }
    }

    private static String slow(String version) {
        return MockJob.healthy(version).replace("minHealthyTime: 0s", "minHealthyTime: 6s");
    }
}
