package dev.slipway.test.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.client.ApiException;
import dev.slipway.client.SlipwayClient;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.Receiver;
import dev.slipway.test.stack.Rows;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A second try goes on where the first broke and repeats nothing; a rollback brings a stable version back. */
final class TestRetry {
    private static final String PIPELINE = """
            tasks: [{name: build, driver: mock, config: {runFor: 100ms}, resources: {cpu: 10, memory: 8MiB}}]
            stages:
              - name: staging
                environment: staging
                jobs: [{name: web, file: web.job.yaml}]
              - name: production
                environment: production
                jobs: [{name: web, file: web.job.yaml}]
                handOver: [{system: scan, timeout: 1m}]
            """;

    private static RunningStack stack;
    private static Receiver receiver;
    private static TestingProject project;
    private static Rows rows;

    @BeforeAll
    static void prepare() {
        stack = RunningStack.shared();
        receiver = new Receiver();
        rows = new Rows(stack);
        String system = "systems: [{name: scan, url: '" + receiver.url("/scan") + "', await: callback}]";
        project = TestingProject.create(stack, "retry", system)
                .environment("staging", "class: staging")
                .environment("production", "class: staging");
        project.pipelineFile(PIPELINE).jobFile("web", MockJob.healthy("one"));
    }

    @AfterAll
    static void close() {
        rows.close();
        receiver.close();
    }

    @Test
    void goesOnAtTheStageThatFailedAndRepeatsNothing() {
        RunId run = project.run("fails at the scan");
        answer(run, 1, "failed");
        RunDetail first = project.awaitEnd(run);
        assertThat(first.run().failureCode()).isEqualTo("HAND_OVER_FAILED");

        project.retry(run, null, null);
        answer(run, 2, "passed");
        RunDetail second = project.awaitEnd(run, 2);
        assertThat(second.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(state(second, "-", "tasks", "build")).isEqualTo(StepState.SKIPPED);
        assertThat(state(second, "staging", "request", "-")).isEqualTo(StepState.SKIPPED);
        assertThat(state(second, "-", "verify", "-")).isEqualTo(StepState.SUCCEEDED);
        assertThat(state(second, "production", "respond", "scan")).isEqualTo(StepState.SUCCEEDED);
        assertThat(rows.count("select count(*) from allocation where job_key like 'retry/build/%'"))
                .isOne();
        assertThat(rows.count("select count(*) from deployment where job_key = 'retry/staging/local/web'"))
                .isOne();
        assertThat(rows.count("select count(*) from allocation where job_key = 'retry/production/local/web'"))
                .isOne();
        assertThat(receiver.at("/scan"))
                .filteredOn(message -> message.body().path("run").asText().equals(run.workflowId()))
                .extracting(message -> message.body().path("key").asText())
                .containsExactly(
                        run.workflowId() + "/1/production/respond/scan",
                        run.workflowId() + "/2/production/respond/scan");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> project.retry(run, null, null))
                .withMessageContaining("only a failed or cancelled run can be retried; it is succeeded")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TRANSITION_REFUSED));
    }

    @Test
    void rollbackRunsTheEarlierVersionAgain() {
        TestingProject other = TestingProject.create(stack, "rollback").environment("staging", "class: staging");
        other.pipelineFile("""
                stages: [{name: staging, environment: staging, jobs: [{name: web, file: web.job.yaml}]}]
                """);
        for (String version : new String[] {"one", "two"}) {
            other.jobFile("web", MockJob.healthy(version));
            assertThat(other.awaitEnd(other.run(version)).run().state()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(other.job("staging", "web").job().stableVersion()).isEqualTo(2);
        try (SlipwayClient dora = stack.as("dora")) {
            DeploymentView back =
                    dora.jobs().rollback(new JobKey("rollback", "staging", "local", "web"), 1, "two is wrong");
            assertThat(back.version()).isEqualTo(1);
        }
        RunningStack.await(
                "version 1 is stable",
                60,
                () -> other.job("staging", "web").job().stableVersion() == 1);
        assertThat(other.job("staging", "web").allocations())
                .filteredOn(allocation -> allocation.desired() == dev.slipway.model.AllocationDesired.RUN)
                .singleElement()
                .satisfies(allocation -> assertThat(allocation.version()).isEqualTo(1));
    }

    private static void answer(RunId run, int generation, String outcome) {
        String key = run.workflowId() + "/" + generation + "/production/respond/scan";
        String callback =
                receiver.await("/scan", "key", key).body().path("callbackUrl").asText();
        assertThat(Receiver.post(callback, "{\"outcome\":\"" + outcome + "\"}")).isEqualTo(202);
    }

    private static StepState state(RunDetail detail, String stage, String step, String item) {
        return TestingProject.step(detail, stage, step, item).orElseThrow().state();
    }
}
