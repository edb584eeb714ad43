package dev.slipway.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestWebhooks {
    private static final String PATH = "/v1/projects/shop/pipelines/storefront/webhook";
    private static final String SECRET = "shared-with-the-forge";
    private static final String BEFORE = "1".repeat(40);

    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
        Reply stored = api.call(
                "PUT",
                "/v1/projects/shop/secrets/hook-key",
                api.operator(),
                Map.of("value", Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8))));
        assertThat(stored.status()).isEqualTo(200);
        Reply registered = api.call(
                "PUT",
                "/v1/projects/shop/pipelines/storefront",
                api.operator(),
                """
                apiVersion: slipway/v1
                kind: PipelineRegistration
                metadata: {name: storefront, project: shop}
                spec:
                  repository: /srv/git/storefront
                  webhook: {forge: github, secrets: [hook-key]}
                """,
                "Content-Type",
                "application/yaml",
                "If-Match",
                "\"1\"");
        assertThat(registered.status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** A push as GitHub tells of it; each differs by the time that stands in it. */
    private static String push(String ref, String after) {
        return ModelJson.write(Map.of(
                "ref",
                ref,
                "before",
                BEFORE,
                "after",
                after,
                "sender",
                Map.of("login", "dora", "id", 7),
                "repository",
                Map.of("pushed_at", UUID.randomUUID().toString())));
    }

    private static Reply told(String path, String body, String event, String delivery, String secret) {
        return api.call(
                "POST",
                path,
                null,
                body,
                "X-GitHub-Event",
                event,
                "X-GitHub-Delivery",
                delivery,
                "X-Hub-Signature-256",
                "sha256=" + hmac(secret, body));
    }

    private static Reply told(String body, String delivery) {
        return told(PATH, body, "push", delivery, SECRET);
    }

    private static String hmac(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPushStartsARunThatTheTriggersOfThePipelineJudge() {
        Reply reply = told(push("refs/heads/main", Landscape.COMMIT), "first");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        String id = reply.json().path("run").asText();
        assertThat(api.value(String.class, "select trigger from run where id = ?", id))
                .isEqualTo("push");
        assertThat(api.value(String.class, "select push_before from run where id = ?", id))
                .isEqualTo(BEFORE);
        JsonNode claims = api.json("select claims from receipt where run_id = ?", id);
        assertThat(claims.path("webhook").path("sender").asText()).isEqualTo("dora");
        assertThat(api.value(String.class, "select principal from run where id = ?", id))
                .isEqualTo("slipway#webhook/shop/storefront");
    }

    @Test
    void aDeliveryThatComesTwiceStartsOneRun() {
        String body = push("refs/heads/main", Landscape.COMMIT);
        Reply first = told(body, "twice");
        long runs = api.count("run");
        Reply second = told(body, "twice");
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(api.count("run")).isEqualTo(runs);
    }

    @Test
    void anotherBodyUnderTheSameIdAndTheSameBodyUnderAnotherIdAreRefusedAndNoted() {
        String body = push("refs/heads/main", Landscape.COMMIT);
        assertThat(told(body, "once").status()).isEqualTo(202);
        long runs = api.count("run");

        assertThat(told(push("refs/heads/main", Landscape.COMMIT), "once").code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(told(body, "seen-and-sent-again").code()).isEqualTo(ErrorCode.TOKEN_REPLAYED);

        assertThat(api.count("run")).isEqualTo(runs);
        assertThat(
                        api.value(
                                Long.class,
                                "select count(*) from audit_intake where fact ->> 'action' = 'webhook.refused'"
                                        + " and fact ->> 'outcome' = 'refused' and fact ->> 'target' = 'pipeline/shop/storefront'"))
                .isEqualTo(2);
    }

    @Test
    void whatIsNothingToRunIsAnsweredWithTheReason() {
        long runs = api.count("run");
        assertThat(ignored(told(PATH, "{\"zen\": \"calm\"}", "ping", "ping-1", SECRET)))
                .isEqualTo("ping is no push");
        assertThat(ignored(told(push("refs/heads/feature", Landscape.COMMIT), "feature")))
                .isEqualTo("refs/heads/feature is not a protected ref of the pipeline");
        assertThat(ignored(told(push("refs/heads/main", "0".repeat(40)), "gone")))
                .isEqualTo("refs/heads/main was deleted");
        assertThat(api.count("run")).isEqualTo(runs);
    }

    private static String ignored(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.json().path("ignored").asText();
    }

    @Test
    void whatIsNotProvenIsAnsweredAlikeWhereverItGoes() {
        String body = push("refs/heads/main", Landscape.COMMIT);
        Reply wrong = told(PATH, body, "push", "wrong", "another-secret-of-it");
        assertThat(wrong.code()).isEqualTo(ErrorCode.WEBHOOK_REFUSED);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(said(api.call("POST", PATH, null, body))).isEqualTo(said(wrong));
        for (String path : new String[] {
            PATH.replace("storefront", "missing"),
            PATH.replace("shop", "missing"),
            PATH.replace("shop", "Not%20a%20name")
        }) {
            assertThat(said(told(path, body, "push", "elsewhere", SECRET))).isEqualTo(said(wrong));
        }
        assertThat(said(api.call("POST", PATH, api.operator(), body)))
                .as("a person's token proves nothing here")
                .isEqualTo(said(wrong));
    }

    /** All but the number of the request. */
    private static String said(Reply reply) {
        return reply.text().replaceFirst("\"requestId\":\"[^\"]*\"", "");
    }

    @Test
    void sameMeaningInOtherBytesIsNotProven() {
        String body = push("refs/heads/main", Landscape.COMMIT);
        Reply reply = api.call(
                "POST",
                PATH,
                null,
                body + " ",
                "X-GitHub-Event",
                "push",
                "X-GitHub-Delivery",
                "spaced",
                "X-Hub-Signature-256",
                "sha256=" + hmac(SECRET, body));
        assertThat(reply.code()).isEqualTo(ErrorCode.WEBHOOK_REFUSED);
    }

    @Test
    void provenNonsenseIsRefusedByName() {
        assertThat(told("{\"ref\": 1}", "nonsense-1").code()).isEqualTo(ErrorCode.MALFORMED_BODY);
        assertThat(told("not json", "nonsense-2").code()).isEqualTo(ErrorCode.MALFORMED_BODY);
        assertThat(told("[]", "nonsense-3").code()).isEqualTo(ErrorCode.MALFORMED_BODY);
        assertThat(told(push("refs/heads/main", "short"), "nonsense-4").code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    }
}
