package dev.slipway.activities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.CallbackAnswer;
import dev.slipway.store.door.CallbackDoor;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunRef;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestHandOvers {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theTokenOfACallbackIsStoredOnlyHashedAndSealed() throws Exception {
        RunRef run = start("handOver: [{system: scan}]");
        RequestResult request = new RequestResult("sha256:r", Map.of(), "d", "");
        String key = bench.run.handOver(run, "staging", "scan", request);
        assertThat(bench.run.handOver(run, "staging", "scan", request)).isEqualTo(key);
        JsonNode message = bench.outbox("hand-over").getFirst();
        assertThat(bench.outbox("hand-over")).hasSize(1);
        assertThat(message.toString()).doesNotContain("slipway_callback_");

        byte[] sealed =
                Base64.getDecoder().decode(message.path("sealedCallbackUrl").asText());
        String url = new String(bench.sealer.open(sealed, HandOverStep.context(key)), UTF_8);
        String token = url.substring(url.lastIndexOf('/') + 1);
        assertThat(bench.value("select callback_hash from wait where kind = 'callback'"))
                .isEqualTo(SecretTokens.hash(token).value());
        assertThat(bench.run.answer(run.workflowId(), key, false)).isEqualTo(Answer.NONE);
        new CallbackDoor(bench.database.api()).answer(SecretTokens.hash(token), new CallbackAnswer("passed", null));
        assertThat(bench.run.answer(run.workflowId(), key, true)).isEqualTo(new Answer(true, "passed", ""));
        assertThat(bench.run.answer("run/shop/web/99", key, false))
                .as("another run")
                .isEqualTo(Answer.NONE);
    }

    @Test
    void aSystemThatDoesNotCallBackIsAsked() throws Exception {
        AtomicReference<String> body = new AtomicReference<>("{\"outcome\": \"running\"}");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/state", exchange -> {
            byte[] bytes = body.get().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            RunRef run = start("handOver: [{system: slow}]");
            String key = bench.run.handOver(run, "staging", "slow", new RequestResult("r", Map.of(), "d", ""));
            assertThat(bench.run.answer(run.workflowId(), key, false))
                    .as("nobody listens")
                    .isEqualTo(Answer.NONE);
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/state";
            bench.database
                    .owner()
                    .useTransaction(handle -> handle.createUpdate(
                                    "update wait set detail = jsonb_set(detail, '{pollUrl}', to_jsonb(:url::text)) where key = :key")
                            .bind("url", url)
                            .bind("key", key)
                            .execute());
            assertThat(bench.run.answer(run.workflowId(), key, false))
                    .as("not yet")
                    .isEqualTo(Answer.NONE);
            body.set("garbage");
            assertThat(bench.run.answer(run.workflowId(), key, false)).isEqualTo(Answer.NONE);
            body.set("{\"outcome\": \"failed\", \"detail\": {\"text\": \"two tests broke\"}}");
            Answer failed = new Answer(true, "failed", "two tests broke");
            assertThat(bench.run.answer(run.workflowId(), key, false)).isEqualTo(failed);
            body.set("{\"outcome\": \"passed\"}");
            assertThat(bench.run.answer(run.workflowId(), key, false))
                    .as("answered once")
                    .isEqualTo(failed);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aSystemThatIsOnlyToldHasItsMessageAnswered() throws Exception {
        RunRef run = start("handOver: [{system: tell}]");
        String key = bench.run.handOver(run, "staging", "tell", new RequestResult("r", Map.of(), "d", ""));
        assertThat(bench.outbox("hand-over").getFirst().path("answerOnDelivery").asText())
                .isEqualTo(key);
        assertThat(bench.value("select callback_hash from wait where kind = 'callback'"))
                .isEmpty();
    }

    @Test
    void aReportIsJudgedByItsFindings() {
        assertThat(sarif("passed", "[]")).isEqualTo(new Answer(true, "passed", "0 errors, 0 other findings"));
        assertThat(sarif("passed", "[{\"level\": \"note\"}, {}]"))
                .isEqualTo(new Answer(true, "passed", "0 errors, 2 other findings"));
        assertThat(sarif("passed", "[{\"level\": \"error\"}]").outcome()).isEqualTo("failed");
        assertThat(sarif("failed", "[]").outcome()).isEqualTo("failed");
        JsonNode expect = ModelJson.read("{\"expect\": \"sarif\"}", JsonNode.class);
        JsonNode none = ModelJson.read("{\"outcome\": \"passed\", \"detail\": {\"note\": 1}}", JsonNode.class);
        assertThat(Judgement.of(expect, none).outcome()).isEqualTo("failed");
        JsonNode expired = ModelJson.read("{\"outcome\": \"expired\", \"text\": \"late\"}", JsonNode.class);
        assertThat(Judgement.of(expect, expired)).isEqualTo(new Answer(true, "expired", "late"));
    }

    @Test
    void aFailedHandOverTakesTheStageBackToWhatItWas() throws Exception {
        RunRef first = start("handOver: [{system: tell}]");
        deploy(first);
        RunInput second = bench.accept(files("handOver: [{system: tell}]", 2), false);
        RequestResult request = bench.request(second.ref(), bench.begin(second), "staging");
        roll(bench.run.configure(second.ref(), "staging", request).deployments().getFirst());
        assertThat(bench.value("select stable_version from job")).isEqualTo("2");

        ConfigureResult back = bench.run.revertStage(second.ref(), "staging", request);
        assertThat(bench.run.revertStage(second.ref(), "staging", request)).isEqualTo(back);
        assertThat(back.deployments())
                .singleElement()
                .satisfies(rollout -> assertThat(rollout.autoRevert()).isFalse());
        roll(back.deployments().getFirst());
        assertThat(bench.value("select desired_version || ' ' || stable_version from job"))
                .isEqualTo("1 1");
    }

    @Test
    void aFirstVersionHasNothingToGoBackTo() throws Exception {
        RunRef run = start("handOver: [{system: tell}]");
        RequestResult request = deploy(run);
        ConfigureResult back = bench.run.revertStage(run, "staging", request);
        assertThat(back.deployments()).isEmpty();
        assertThat(back.summary()).isEqualTo("no earlier version of web");
    }

    private RequestResult deploy(RunRef run) {
        RequestResult request = bench.request(
                run, bench.begin(new RunInput("shop", "web", run.number(), 1, false, null, null)), "staging");
        roll(bench.run.configure(run, "staging", request).deployments().getFirst());
        return request;
    }

    private void roll(DeploymentInput rollout) {
        bench.answer(bench.deployment.open(rollout).key(), "healthy");
        bench.deployment.complete(rollout);
    }

    private RunRef start(String more) throws Exception {
        RunInput input = bench.accept(files(more, 1), false);
        bench.begin(input);
        return input.ref();
    }

    private static Map<String, String> files(String more, int count) {
        return Samples.with(Samples.pipeline("""
                - name: staging
                  environment: staging
                  jobs: [{name: web, file: ./web.job.yaml, variables: {count: %d}}]
                  %s
                """.formatted(count, more)));
    }

    private static Answer sarif(String outcome, String results) {
        JsonNode expect = ModelJson.read("{\"expect\": \"sarif\"}", JsonNode.class);
        String answer = "{\"outcome\": \"%s\", \"detail\": {\"sarif\": {\"runs\": [{\"results\": %s}]}}}";
        return Judgement.of(expect, ModelJson.read(answer.formatted(outcome, results), JsonNode.class));
    }
}
