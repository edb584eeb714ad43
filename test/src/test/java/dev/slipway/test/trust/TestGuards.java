package dev.slipway.test.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.FileBody;
import dev.slipway.client.SlipwayClient;
import dev.slipway.model.Problem;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.CommandLine;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operators' guards bind whoever writes the pipeline file: weakening one is refused and the guard is named. */
final class TestGuards {
    private static final String GUARDED = """
            class: staging
            guards:
              approval: {minApprovals: 2, excludeInitiator: true, rules: [{claim: groups, value: leads, count: 1, required: true}]}
              policies: {internal: [plan], external: [organisation-baseline]}
              requireAutoRevert: true
              handOvers: [scan]
              drivers: [exec]
            """;
    private static final String WEAKER = """
            request: {policies: {internal: [admission], external: []}}
            stages:
              - name: production
                environment: production
                approval: {minApprovals: 1, excludeInitiator: false, rules: []}
                rollout: {autoRevert: false}
                jobs: [{name: web, file: web.job.yaml}]
                handOver: []
            """;
    private static final String SILENT = """
            stages:
              - name: production
                environment: production
                jobs: [{name: web, file: web.job.yaml}]
            """;
    private static final List<String> FLOORS_OF_THE_PIPELINE = List.of(
            "guards.approval.minApprovals",
            "guards.approval.excludeInitiator",
            "guards.approval.rules",
            "guards.policies.internal",
            "guards.policies.external",
            "guards.requireAutoRevert",
            "guards.handOvers");

    private static RunningStack stack;
    private static TestingProject project;

    @BeforeAll
    static void prepare() {
        stack = RunningStack.shared();
        project = TestingProject.create(stack, "guarded", "systems: [{name: scan, url: 'http://127.0.0.1:9/scan'}]")
                .environment("production", GUARDED);
    }

    @Test
    void weakerPipelineIsRefusedByTheNameOfEveryFloor() {
        project.pipelineFile(WEAKER).jobFile("web", MockJob.healthy("one"));
        RunId run = project.run("weaker");
        RunDetail end = project.awaitEnd(run);
        assertRefusedAtCommit(end);
        assertThat(end.run().failureMessage()).contains(FLOORS_OF_THE_PIPELINE);
        String shown = new CommandLine(stack, "dora")
                .run("run", "show", run.workflowId().substring("run/".length()));
        assertThat(shown)
                .contains("GUARD_WEAKENED", "approval/minApprovals", "write at least 2, or leave it out")
                .contains(FLOORS_OF_THE_PIPELINE);
    }

    @Test
    void weakerJobFileIsRefusedByTheNameOfEveryFloor() {
        project.pipelineFile(SILENT)
                .jobFile("web", MockJob.healthy("one").replace("autoRevert: true", "autoRevert: false"));
        RunId run = project.run("weaker job");
        RunDetail end = project.awaitEnd(run);
        assertRefusedAtCommit(end);
        assertThat(end.run().failureMessage()).contains("guards.drivers", "guards.requireAutoRevert");
        assertThat(new CommandLine(stack, "dora")
                        .run("run", "show", run.workflowId().substring("run/".length())))
                .contains("web.job.yaml", "guards.drivers", "use one of exec");
    }

    @Test
    void validationNamesTheSameFloorsBeforeAnythingIsPushed() {
        String file = "apiVersion: slipway/v1\nkind: Pipeline\nmetadata: {name: app}\nspec:\n" + WEAKER.indent(2);
        try (SlipwayClient dora = stack.as("dora")) {
            List<Problem> problems =
                    dora.registry().validate("Pipeline", project.name(), TestingProject.PIPELINE, FileBody.yaml(file));
            assertThat(problems).hasSize(FLOORS_OF_THE_PIPELINE.size());
            assertThat(problems).allSatisfy(problem -> {
                assertThat(problem.line()).isPositive();
                assertThat(problem.fix()).isNotBlank();
            });
            String all = problems.stream().map(Problem::message).reduce("", (one, other) -> one + "\n" + other);
            assertThat(all).contains(FLOORS_OF_THE_PIPELINE);
        }
    }

    private static void assertRefusedAtCommit(RunDetail end) {
        assertThat(end.run().state()).isEqualTo(RunState.FAILED);
        assertThat(end.run().failureCode()).isEqualTo("GUARD_WEAKENED");
        assertThat(TestingProject.step(end, "-", "commit", "-").orElseThrow().errorCode())
                .isEqualTo("GUARD_WEAKENED");
        assertThat(end.steps()).noneMatch(step -> step.step().equals("request"));
        assertThat(end.deployments()).isEmpty();
    }
}
