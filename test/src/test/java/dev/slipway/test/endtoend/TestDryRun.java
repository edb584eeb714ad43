package dev.slipway.test.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.CommandLine;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.Receiver;
import dev.slipway.test.stack.Rows;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rehearsal says what would happen and does none of it. */
final class TestDryRun {
    private static final String PIPELINE = """
            tasks: [{name: build, driver: mock, resources: {cpu: 10, memory: 8MiB}}]
            request: {modules: [{name: network, source: ./network}]}
            stages:
              - name: staging
                environment: staging
                provision: {module: network}
                jobs: [{name: web, file: web.job.yaml}]
            respond: {commitStatus: {}}
            """;
    private static final String MODULE = """
            resource "terraform_data" "network" {
              input = "one"
            }
            """;

    @Test
    void performsNothing() {
        RunningStack stack = RunningStack.shared();
        try (Receiver receiver = new Receiver();
                Rows rows = new Rows(stack)) {
            TestingProject project = TestingProject.create(stack, "rehearsal")
                    .environment("staging", "class: staging")
                    .pipeline("commitStatus: {url: '" + receiver.url("/status") + "'}");
            project.pipelineFile(PIPELINE).jobFile("web", MockJob.healthy("one"));
            project.repository().write("network/main.tf", MODULE);
            RunId run = project.start(project.repository().push("rehearsed"), true);
            RunDetail end = project.awaitEnd(run);
            assertThat(end.run().state()).as(end.run().failureMessage()).isEqualTo(RunState.SUCCEEDED);
            assertThat(TestingProject.step(end, "-", "tasks", "-").orElseThrow().state())
                    .isEqualTo(StepState.SKIPPED);
            for (String step : List.of("provision", "configure", "job", "respond")) {
                assertThat(TestingProject.step(end, "staging", step, "-")
                                .orElseThrow()
                                .state())
                        .as(step)
                        .isEqualTo(StepState.SKIPPED);
            }
            assertThat(new CommandLine(stack, "dora").run("run", "show", "rehearsal/app/1"))
                    .contains("dry run", "1 to add, 0 to change, 0 to destroy", "first version");
            assertThat(end.decisions()).anyMatch(decision -> decision.question().equals("admission"));
            for (String table : List.of("job", "infra_state")) {
                assertThat(rows.count("select count(*) from " + table + " where project = 'rehearsal'"))
                        .as(table)
                        .isZero();
            }
            assertThat(rows.count("select count(*) from allocation where job_key like 'rehearsal/%'"))
                    .isZero();
            assertThat(rows.count(
                            "select count(*) from outbox where key like ? and kind <> 'start'",
                            run.workflowId() + "/%"))
                    .isZero();
            assertThat(receiver.at("/status")).isEmpty();
        }
    }
}
