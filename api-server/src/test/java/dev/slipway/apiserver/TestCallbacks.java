package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestCallbacks {
    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void answerIsStoredOnceAndTellsTheWorkflow() {
        String token = wait("key-a", "interval '1 hour'");
        Map<String, Object> body = Map.of("outcome", "passed", "detail", Map.of("text", "no findings"));

        Reply reply = api.call("POST", "/v1/callbacks/" + token, null, body);

        assertThat(reply.status()).isEqualTo(202);
        JsonNode answer = api.json("select answer from wait where key = 'key-a'");
        assertThat(answer.path("outcome").asText()).isEqualTo("passed");
        assertThat(answer.path("text").asText()).isEqualTo("no findings");
        assertThat(api.value(String.class, "select target from outbox where key = 'signal/key-a'"))
                .isEqualTo("run/shop/storefront/1");
        assertThat(api.call("POST", "/v1/callbacks/" + token, null, body).status())
                .isEqualTo(404);
    }

    @Test
    void unknownExpiredAndMalformedAnswersChangeNothing() {
        String token = wait("key-b", "interval '-1 hour'");
        String open = wait("key-c", "interval '1 hour'");

        assertThat(api.call("POST", "/v1/callbacks/" + token, null, Map.of("outcome", "passed"))
                        .status())
                .isEqualTo(404);
        assertThat(api.call("POST", "/v1/callbacks/guess", null, Map.of("outcome", "passed"))
                        .status())
                .isEqualTo(404);
        assertThat(api.call("POST", "/v1/callbacks/" + open, null, Map.of("outcome", "fine"))
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.value(
                        Long.class, "select count(*) from wait where key in ('key-b', 'key-c') and answer is null"))
                .isEqualTo(2);
    }

    private static String wait(String key, String lifetime) {
        String token = SecretTokens.random("callback");
        api.execute(
                "insert into wait (key, workflow_id, kind, callback_hash, expires_at) values (?,"
                        + " 'run/shop/storefront/1', 'callback', ?, now() + " + lifetime + ")",
                key,
                SecretTokens.hash(token).value());
        return token;
    }
}
