package dev.slipway.test.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.SlipwayClient;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import org.junit.jupiter.api.Test;

/** API, worker and agent in one process do what they do in three, also after that process was killed. */
final class TestRolesTogether {
    private static final String PIPELINE = """
            tasks:
              - {name: build, driver: mock, config: {runFor: 2s}, resources: {cpu: 10, memory: 8MiB}, timeout: 1m}
            stages:
              - {name: staging, environment: staging, jobs: [{name: web, file: web.job.yaml}]}
            """;

    @Test
    void aRunSurvivesTheKillOfAllRolesAtOnce() {
        try (RunningStack stack = RunningStack.startWithRolesTogether()) {
            TestingProject project = TestingProject.create(stack, "together").environment("staging", "class: staging");
            project.pipelineFile(PIPELINE).jobFile("web", MockJob.healthy("one"));
            RunId run = project.run("first");
            project.awaitStep(run, "-", "tasks", StepState.RUNNING);
            stack.signal("slipway", "KILL");
            try (SlipwayClient dora = stack.as("dora")) {
                RunningStack.await("the API is gone", 30, () -> !dora.ready());
                RunningStack.await("the API is back", 90, dora::ready);
            }

            assertThat(project.awaitEnd(run).run().state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(project.job("staging", "web").allocations()).hasSize(1);
        }
    }
}
