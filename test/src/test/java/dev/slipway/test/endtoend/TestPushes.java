package dev.slipway.test.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.client.SlipwayClient;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.RunTrigger;
import dev.slipway.model.StepState;
import dev.slipway.model.WebhookSignature;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.StartRun;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.Receiver;
import dev.slipway.test.stack.Rows;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A push starts what the pipeline's triggers name, and nothing else. */
@Timeout(300)
final class TestPushes {
    private static final String PIPELINE = """
            triggers:
              - push: {branches: [main], paths: ["shop/**", slipway.yaml]}
            stages: [{name: staging, environment: staging, jobs: [{name: web, file: web.job.yaml}]}]
            respond: {commitStatus: {}}
            """;

    private static Receiver receiver;
    private static TestingProject project;
    private static Rows rows;
    private static String before;

    @BeforeAll
    static void prepare() {
        receiver = new Receiver();
        rows = new Rows(RunningStack.shared());
        project = TestingProject.create(
                        RunningStack.shared(), "pushes", "outbound: {allowedHosts: ['" + receiver.host() + "']}")
                .environment("staging", "class: staging")
                .pipeline("commitStatus: {url: '" + receiver.url("/status/{commit}") + "'}");
        project.pipelineFile(PIPELINE).jobFile("web", MockJob.healthy("one"));
        before = project.repository().push("begin");
    }

    @AfterAll
    static void close() {
        rows.close();
        receiver.close();
    }

    @Test
    void onlyWhatItNamesStartsThePipeline() {
        project.repository().write("docs/a.md", "text");
        String outside = project.repository().push("words only");
        RunId skipped = push(outside, before);
        project.repository().write("shop/index.html", "page");
        String inside = project.repository().push("a page");
        RunId wanted = push(inside, outside);

        RunDetail not = project.awaitEnd(skipped);
        assertThat(not.run().state()).isEqualTo(RunState.CANCELLED);
        assertThat(not.run().failureCode()).isEqualTo("NOT_TRIGGERED");
        assertThat(not.run().failureMessage()).contains("docs/a.md").contains("shop/**");
        assertThat(not.run().commitSubject()).isEqualTo("words only");
        assertThat(TestingProject.step(not, "-", "commit", "-").orElseThrow().state())
                .isEqualTo(StepState.CANCELLED);
        assertThat(not.steps()).extracting(step -> step.step()).containsOnly("commit", "respond");
        assertThat(rows.count("select count(*) from deployment where run_id = ?", skipped.workflowId()))
                .isZero();
        assertThat(rows.count("select count(*) from artifact where workflow_id = ?", skipped.workflowId()))
                .isZero();
        assertThat(receiver.await("/status/" + outside, "state", "success")
                        .body()
                        .path("description")
                        .asText())
                .isEqualTo("not triggered by this push");

        RunDetail done = project.awaitEnd(wanted);
        assertThat(done.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(done.run().trigger()).isEqualTo(RunTrigger.PUSH);

        project.retry(skipped, null, null);
        RunDetail again = project.awaitEnd(skipped, 2);
        assertThat(again.run().state()).isEqualTo(RunState.SUCCEEDED);
        RunDetail asked = project.awaitEnd(project.start(outside));
        assertThat(asked.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(asked.run().trigger()).isEqualTo(RunTrigger.REQUEST);
    }

    @Test
    void aForgeThatProvesItselfStartsWhatItPushed() throws Exception {
        RunningStack stack = RunningStack.shared();
        TestingProject told = TestingProject.create(stack, "told")
                .environment("staging", "class: staging")
                .secret("hook-key", "shared-with-the-forge")
                .pipeline("webhook: {forge: standard, secrets: [hook-key]}");
        told.pipelineFile("""
                triggers: [{push: {}}]
                stages: [{name: staging, environment: staging, jobs: [{name: web, file: web.job.yaml}]}]
                """).jobFile("web", MockJob.healthy("one"));
        String commit = told.repository().push("begin");
        String body = ModelJson.write(
                Map.of("type", "push", "data", Map.of("ref", "refs/heads/main", "after", commit, "by", "dora")));

        HttpResponse<String> answer = post(stack, body, "delivery-1", "shared-with-the-forge");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        RunId run = RunId.ofWorkflowId(
                ModelJson.read(answer.body(), JsonNode.class).path("run").asText());
        RunDetail done = told.awaitEnd(run);
        assertThat(done.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(done.run().trigger()).isEqualTo(RunTrigger.PUSH);
        assertThat(done.run().principalName()).isEqualTo("dora");
        assertThat(post(stack, body, "delivery-1", "shared-with-the-forge").body())
                .isEqualTo(answer.body());
        assertThat(post(stack, body, "delivery-2", "shared-with-somebody").statusCode())
                .isEqualTo(401);
    }

    private static HttpResponse<String> post(RunningStack stack, String body, String id, String secret)
            throws Exception {
        long now = Instant.now().getEpochSecond();
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(stack.installation().apiUrl() + "/v1/projects/told/pipelines/app/webhook"))
                .header("content-type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now))
                .header(
                        "webhook-signature",
                        new WebhookSignature(id, now).sign(key, body.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static RunId push(String commit, String previous) {
        try (SlipwayClient ci = RunningStack.shared().as("ci")) {
            StartRun push = new StartRun("refs/heads/main", commit, false, List.of(), new StartRun.Push(previous));
            return RunId.ofWorkflowId(ci.runs()
                    .start(project.name(), TestingProject.PIPELINE, push)
                    .id());
        }
    }
}
