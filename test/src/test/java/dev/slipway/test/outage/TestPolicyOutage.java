package dev.slipway.test.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.client.ApiException;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.CommandLine;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.Rows;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import dev.slipway.test.stack.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both policy servers hang or are killed: nothing new is allowed, nothing piles up, and what was allowed is finished. */
final class TestPolicyOutage {
    private static final List<String> ENGINES = List.of("opa-internal", "opa-external");
    private static final int CALLERS = 40;
    /** Threads a process may have more than before: its own pools grow a little under any load. */
    private static final int SLACK = 25;

    private static final String STAGE = """
            stages:
              - name: staging
                environment: staging
                jobs: [{name: web, file: web.job.yaml}]
            """;
    private static final String SLOW_TASK = """
            tasks: [{name: build, driver: mock, config: {runFor: 4s}, resources: {cpu: 10, memory: 8MiB}}]
            """;

    private static RunningStack stack;
    private static TestingProject project;
    private static Rows rows;

    @BeforeAll
    static void prepare() {
        stack = RunningStack.shared();
        project = TestingProject.create(stack, "outage").environment("staging", "class: staging");
        project.pipelineFile(STAGE).jobFile("web", MockJob.healthy("one"));
        rows = new Rows(stack);
        assertThat(project.awaitEnd(project.run("before any outage")).run().state())
                .isEqualTo(RunState.SUCCEEDED);
    }

    @AfterAll
    static void close() {
        rows.close();
    }

    @AfterEach
    void thaw() {
        ENGINES.forEach(engine -> stack.signal(engine, "CONT"));
        RunningStack.await(
                "policy answers again",
                30,
                () -> new CommandLine(stack, "dora").run("run", "list").endsWith("exit code 0"));
    }

    @Test
    void requestsAreRefusedAsUnavailableAndNothingPilesUp() throws Exception {
        long api = Threads.of(stack, "api");
        long worker = Threads.of(stack, "worker");
        String commit = project.repository().push("while policy hangs");
        freeze();
        List<ErrorCode> codes = new ArrayList<>();
        long apiDuring;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ErrorCode>> calls = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                calls.add(callers.submit(() -> refusal(commit)));
            }
            calls.getFirst().get();
            apiDuring = Threads.of(stack, "api");
            for (Future<ErrorCode> call : calls) {
                codes.add(call.get());
            }
        }
        assertThat(codes).hasSize(CALLERS).containsOnly(ErrorCode.POLICY_UNAVAILABLE);
        assertThat(apiDuring).isLessThan(api + 2 * CALLERS + SLACK);
        assertThat(Threads.of(stack, "api")).isLessThan(api + SLACK);
        assertThat(Threads.of(stack, "worker")).isLessThan(worker + SLACK);
        assertThat(rows.count("select count(*) from run where commit_id = ?", commit))
                .isZero();
        assertThat(new CommandLine(stack, "dora").run("run", "list")).contains("POLICY_UNAVAILABLE");
    }

    @Test
    void runThatNeedsADecisionFailsAsUnavailableAndGoesOnByRetry() {
        project.pipelineFile(SLOW_TASK + STAGE).jobFile("web", MockJob.healthy("two"));
        RunId run = project.run("needs a decision");
        project.awaitStep(run, "-", "tasks", StepState.RUNNING);
        freeze();
        awaitState(run, RunState.FAILED);
        thaw();
        RunDetail end = project.detail(run);
        assertThat(end.run().failureCode()).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(TestingProject.step(end, "staging", "request", "-")
                        .orElseThrow()
                        .errorCode())
                .isEqualTo("POLICY_UNAVAILABLE");
        assertThat(end.decisions()).noneMatch(decision -> decision.question().equals("admission"));

        project.retry(run, null, null);
        RunDetail again = project.awaitEnd(run, 2);
        assertThat(again.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(TestingProject.step(again, "-", "tasks", "build")
                        .orElseThrow()
                        .state())
                .isEqualTo(StepState.SKIPPED);
    }

    @Test
    void deniedIsAnotherCodeThanUnavailable() {
        project.environment("strict", "class: production");
        project.pipelineFile(STAGE.replace("environment: staging", "environment: strict"))
                .jobFile("web", MockJob.healthy("one").replace("owner: testers", "team: testers"));
        RunDetail end = project.awaitEnd(project.run("nobody owns it"));
        assertThat(end.run().failureCode()).isEqualTo("POLICY_DENIED");
        assertThat(end.run().failureMessage()).contains("nobody owns job web");
        assertThat(end.decisions())
                .anyMatch(decision -> decision.question().equals("admission") && !decision.allowed());
    }

    @Test
    void automaticRevertCompletesWithoutPolicy() {
        project.pipelineFile(STAGE).jobFile("web", MockJob.healthy("stable"));
        assertThat(project.awaitEnd(project.run("good version")).run().state()).isEqualTo(RunState.SUCCEEDED);
        long stable = project.job("staging", "web").job().stableVersion();

        project.jobFile("web", dies());
        RunId run = project.run("version that dies");
        project.awaitStep(run, "staging", "job", StepState.RUNNING);
        freeze();
        awaitState(run, RunState.FAILED);
        assertThat(rows.texts("select failure_code from run where id = ?", run.workflowId()))
                .containsExactly("DEPLOYMENT_UNHEALTHY");
        assertThat(rows.texts(
                        "select state || ' ' || phase || ' ' || reverted_to from deployment where run_id = ?",
                        run.workflowId()))
                .containsExactly("failed done " + stable);
        assertThat(rows.count("""
                        select count(*) from allocation where job_key = 'outage/staging/local/web' and desired = 'run'
                            and client_state = 'running' and healthy and version = ?""", stable)).isOne();
        assertThat(rows.count(
                        "select count(*) from outbox where key like ? and done_at is null", run.workflowId() + "%"))
                .isZero();
    }

    @Test
    void killedServersComeBackAndRunsGoOn() {
        project.pipelineFile(SLOW_TASK + STAGE).jobFile("web", MockJob.healthy("after the kill"));
        RunId run = project.run("policy is killed");
        project.awaitStep(run, "-", "tasks", StepState.RUNNING);
        List<Long> killed =
                ENGINES.stream().map(engine -> stack.process(engine).pid()).toList();
        ENGINES.forEach(engine -> stack.signal(engine, "KILL"));
        RunDetail end = project.awaitEnd(run);
        assertThat(end.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ENGINES.stream().map(engine -> stack.process(engine).pid()).toList())
                .doesNotContainAnyElementsOf(killed);
    }

    private static String dies() {
        return MockJob.service("dies", "{runFor: 5s, exitCode: 1}")
                .replace("minHealthyTime: 0s", "minHealthyTime: 9s")
                .replace("healthyDeadline: 10s", "healthyDeadline: 30s")
                .replace("progressDeadline: 30s", "progressDeadline: 60s");
    }

    private static void freeze() {
        ENGINES.forEach(engine -> stack.signal(engine, "STOP"));
    }

    private static ErrorCode refusal(String commit) {
        ApiException[] refused = new ApiException[1];
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> project.start(commit))
                .satisfies(refusal -> refused[0] = refusal);
        return refused[0].code();
    }

    /** Reads the row, because reading over the API asks policy, too. */
    private static void awaitState(RunId run, RunState state) {
        RunningStack.await(
                run.workflowId() + " is " + state,
                90,
                () -> rows.texts("select state from run where id = ?", run.workflowId())
                        .equals(List.of(state.text())));
    }
}
