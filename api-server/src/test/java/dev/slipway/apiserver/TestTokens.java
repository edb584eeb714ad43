package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.IdentityProvider;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.model.ErrorCode;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestTokens {
    private static final String RUNS = "/v1/projects/shop/pipelines/storefront/runs";

    private static Api api;
    private static IdentityProvider provider;

    @BeforeAll
    static void start() {
        api = Api.start();
        provider = api.identity();
        Landscape.register(api);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void missingTokenIsRefused() {
        refused(null, ErrorCode.TOKEN_MISSING);
    }

    @Test
    void tokenForSomebodyElseIsRefused() {
        refused(spoiled(claims().put("aud", "another-service")), ErrorCode.TOKEN_AUDIENCE_WRONG);
    }

    @Test
    void tokenOfAnUnknownIssuerIsRefused() {
        refused(spoiled(claims().put("iss", "https://evil.example")), ErrorCode.TOKEN_ISSUER_UNKNOWN);
    }

    @Test
    void expiredTokenIsRefused() {
        refused(spoiled(claims().put("exp", Instant.now().getEpochSecond() - 300)), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void tokenOfTheFutureIsRefused() {
        refused(spoiled(claims().put("nbf", Instant.now().getEpochSecond() + 300)), ErrorCode.TOKEN_NOT_YET_VALID);
    }

    @Test
    void unsignedTokenIsRefused() {
        refused(IdentityProvider.unsigned(claims()), ErrorCode.TOKEN_ALGORITHM_REFUSED);
    }

    @Test
    void publicKeyIsNoSharedSecret() {
        refused(provider.confused(claims()), ErrorCode.TOKEN_ALGORITHM_REFUSED);
    }

    @Test
    void unknownKeyIsRefused() {
        refused(
                provider.signed(IdentityProvider.header().put("kid", "../../etc/passwd"), claims()),
                ErrorCode.TOKEN_KEY_UNKNOWN);
    }

    @Test
    void changedTokenIsRefused() {
        String token = provider.token("dora", "developers");
        String[] parts = token.split("\\.");
        String other = provider.token("olga", "operators").split("\\.")[1];
        refused(parts[0] + "." + other + "." + parts[2], ErrorCode.TOKEN_SIGNATURE_INVALID);
    }

    @Test
    void oversizedTokenIsRefused() {
        refused("x".repeat(17_000), ErrorCode.TOKEN_TOO_LARGE);
    }

    @Test
    void nonsenseIsRefused() {
        refused("nonsense", ErrorCode.TOKEN_MALFORMED);
        Reply basic = api.call("POST", RUNS, null, Landscape.start(), "Authorization", "Basic c2xpcHdheTp4");
        assertThat(basic.code()).isEqualTo(ErrorCode.TOKEN_MALFORMED);
        assertThat(basic.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void tokenStartsOneRunOnly() {
        String token = api.developer();
        assertThat(api.post(RUNS, token, Landscape.start()).status()).isEqualTo(202);
        long next = api.value(Long.class, "select next_run from pipeline where name = 'storefront'");

        Reply replayed = api.post(RUNS, token, Landscape.start());

        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.code()).isEqualTo(ErrorCode.TOKEN_REPLAYED);
        assertThat(api.value(Long.class, "select next_run from pipeline where name = 'storefront'"))
                .isEqualTo(next);
    }

    @Test
    void tokenIsNeverStored() {
        String token = api.developer();
        api.post(RUNS, token, Landscape.start());

        String signature = token.split("\\.")[2];
        assertThat(api.value(String.class, "select coalesce(string_agg(r::text, ''), '') from receipt r"))
                .doesNotContain(signature)
                .contains("dora");
    }

    private static ObjectNode claims() {
        return provider.claims("dora", "developers");
    }

    private static String spoiled(ObjectNode claims) {
        return provider.signed(IdentityProvider.header(), claims);
    }

    private static void refused(@org.jspecify.annotations.Nullable String token, ErrorCode code) {
        long before = api.count("run");
        Reply reply = api.call(
                "POST",
                RUNS,
                token,
                Landscape.start(),
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(api.count("run")).isEqualTo(before);
    }
}
