package dev.slipway.test.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.Receiver;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is told what: statuses on the commit, signed posts, systems whose answer decides. */
final class TestRespond {
    private static final String PROJECT = """
            systems:
              - {name: scan, url: "%1$s/scan", secret: hook-key, await: callback}
              - {name: soak, url: "%1$s/soak", secret: hook-key, await: poll, pollUrl: "%1$s/soak-result"}
            outbound: {allowedHosts: ["%2$s"]}
            """;
    private static final String PIPELINE = """
            stages:
              - name: staging
                environment: staging
                jobs: [{name: web, file: web.job.yaml}]
                handOver: [{system: scan, timeout: 1m}, {system: soak, timeout: 1m}]
            respond:
              commitStatus: {}
              webhooks: [{url: "%s", secret: hook-key}]
            """;

    private static Receiver receiver;
    private static TestingProject project;

    @BeforeAll
    static void prepare() {
        receiver = new Receiver();
        project = TestingProject.create(
                        RunningStack.shared(), "respond", PROJECT.formatted(receiver.url(""), receiver.host()))
                .environment("staging", "class: staging")
                .secret("hook-key", Receiver.secret())
                .pipeline("commitStatus: {url: '" + receiver.url("/status/{commit}") + "', secret: hook-key}");
        project.pipelineFile(PIPELINE.formatted(receiver.url("/hook"))).jobFile("web", MockJob.healthy("one"));
    }

    @AfterAll
    static void close() {
        receiver.close();
    }

    @Test
    void answersByCallbackAndByPollGateTheRunAndEverybodyIsTold() {
        receiver.answer("/soak-result", "{}");
        String commit = project.repository().push("passes");
        RunId run = project.start(commit);
        Receiver.Message pending = receiver.await("/status/" + commit, "state", "pending");
        Receiver.Message scan = receiver.await("/scan", "run", run.workflowId());
        assertThat(waiting(run, "scan").run().state()).isEqualTo(RunState.WAITING);
        String callback = scan.body().path("callbackUrl").asText();
        assertThat(Receiver.post(callback, "{\"outcome\":\"passed\",\"detail\":{\"text\":\"clean\"}}"))
                .isEqualTo(202);
        Receiver.Message soak = receiver.await("/soak", "run", run.workflowId());
        waiting(run, "soak");
        receiver.answer("/soak-result", "{\"outcome\":\"passed\",\"detail\":{\"text\":\"quiet\"}}");

        RunDetail end = project.awaitEnd(run);
        assertThat(end.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(TestingProject.step(end, "staging", "respond", "scan")
                        .orElseThrow()
                        .detail()
                        .path("text")
                        .asText())
                .isEqualTo("clean");
        Receiver.Message success = receiver.await("/status/" + commit, "state", "success");
        Receiver.Message hook = receiver.await("/hook", "run", run.workflowId());
        assertThat(hook.body().path("state").asText()).isEqualTo("succeeded");
        assertThat(java.util.List.of(pending, scan, soak, success, hook))
                .allMatch(Receiver.Message::signed)
                .extracting(Receiver.Message::id)
                .doesNotHaveDuplicates();
        // The token was for one answer.
        assertThat(Receiver.post(callback, "{\"outcome\":\"failed\"}")).isBetween(400, 499);
    }

    @Test
    void badAnswerFailsTheRunAndTheCommitIsToldSo() {
        String commit = project.repository().push("does not pass");
        RunId run = project.start(commit);
        Receiver.Message scan = receiver.await("/scan", "run", run.workflowId());
        String answer = "{\"outcome\":\"failed\",\"detail\":{\"text\":\"3 findings\"}}";
        assertThat(Receiver.post(scan.body().path("callbackUrl").asText(), answer))
                .isEqualTo(202);
        RunDetail end = project.awaitEnd(run);
        assertThat(end.run().failureCode()).isEqualTo("HAND_OVER_FAILED");
        assertThat(end.run().failureMessage()).contains("scan", "3 findings");
        Receiver.Message failure = receiver.await("/status/" + commit, "state", "failure");
        assertThat(failure.signed()).isTrue();
        assertThat(failure.body().path("description").asText()).contains("3 findings");
        assertThat(receiver.await("/hook", "run", run.workflowId())
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("HAND_OVER_FAILED");
    }

    private static RunDetail waiting(RunId run, String system) {
        return project.await(
                run,
                "waits for " + system,
                detail -> TestingProject.step(detail, "staging", "respond", system)
                        .filter(step -> step.state() == StepState.WAITING)
                        .isPresent());
    }
}
