package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestState {
    private static final String LOCK = "{\"ID\": \"lock-1\", \"Operation\": \"apply\", \"Who\": \"me\"}";
    private static final String OTHER = "{\"ID\": \"lock-2\", \"Operation\": \"apply\", \"Who\": \"you\"}";
    private static final String STATE =
            "{\"version\": 4, \"serial\": 1, \"lineage\": \"l\", \"outputs\": {\"k\": \"hush\"}}";

    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void stateIsLockedWrittenReadAndForgotten() {
        String path = "/v1/state/shop/production/network";
        String mine = token("network", "run/shop/storefront/1");
        String yours = token("network", "run/shop/storefront/2");

        assertThat(call("GET", path, mine, null).status()).isEqualTo(404);
        assertThat(call("POST", path, mine, STATE).code()).isEqualTo(ErrorCode.STATE_LOCKED);
        assertThat(call("LOCK", path, mine, LOCK).status()).isEqualTo(200);
        Reply locked = call("LOCK", path, yours, OTHER);
        assertThat(locked.status()).isEqualTo(423);
        assertThat(locked.json().path("ID").asText()).startsWith("lock-1");
        assertThat(locked.json().path("Who").asText()).isEqualTo("me");
        assertThat(call("POST", path + "?ID=lock-2", yours, STATE).status()).isEqualTo(423);
        assertThat(call("POST", path + "?ID=lock-1", mine, STATE).status()).isEqualTo(200);
        assertThat(call("GET", path, yours, null).text()).isEqualTo(STATE);
        assertThat(api.value(Boolean.class, "select position('hush'::bytea in sealed) = 0 from infra_state"))
                .isTrue();
        assertThat(call("UNLOCK", path, yours, OTHER).status()).isEqualTo(423);
        assertThat(call("UNLOCK", path, mine, LOCK).status()).isEqualTo(200);
        assertThat(call("LOCK", path, yours, OTHER).status()).isEqualTo(200);
        assertThat(call("DELETE", path + "?ID=lock-2", yours, null).status()).isEqualTo(200);
        assertThat(call("GET", path, mine, null).status()).isEqualTo(404);
    }

    @Test
    void onlyTheStatesOwnTokenOpensIt() {
        String token = token("database", "run/shop/storefront/1");
        String path = "/v1/state/shop/production/";

        assertThat(call("GET", path + "database", "guess", null).code()).isEqualTo(ErrorCode.STATE_TOKEN_REFUSED);
        assertThat(call("GET", path + "other", token, null).code()).isEqualTo(ErrorCode.STATE_TOKEN_REFUSED);
        assertThat(api.call("GET", path + "database", api.operator(), null).code())
                .isEqualTo(ErrorCode.STATE_TOKEN_REFUSED);
        assertThat(api.call("GET", path + "database", null, null, "Authorization", "Basic ***")
                        .code())
                .isEqualTo(ErrorCode.STATE_TOKEN_REFUSED);
        api.execute("update state_token set expires_at = now() - interval '1 s'");
        assertThat(call("GET", path + "database", token, null).code()).isEqualTo(ErrorCode.STATE_TOKEN_REFUSED);
    }

    private static Reply call(String method, String path, String token, @Nullable String body) {
        String pair = Base64.getEncoder().encodeToString(("slipway:" + token).getBytes(StandardCharsets.UTF_8));
        return api.call(method, path, null, body, "Authorization", "Basic " + pair);
    }

    private static String token(String module, String owner) {
        String token = SecretTokens.random("state");
        api.execute("""
                insert into state_token (token_hash, project, environment, module, owner, expires_at)
                values (?, 'shop', 'production', ?, ?, now() + interval '1 hour')""", SecretTokens.hash(token).value(), module, owner);
        return token;
    }
}
