package dev.slipway.identity;

import static dev.slipway.identity.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of bad tokens, each with its own code, and the good ones beside them. */
class TestJwtCredentialVerifier {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String ISSUER = "https://id.example.org";

    private static TestKey rsa;
    private static TestKey elliptic;
    private static TestKey edwards;
    private static TestKey weak;
    private static TestKey other;

    private KeyServer server;
    private KeyServer otherServer;
    private JwtCredentialVerifier verifier;

    @BeforeAll
    static void generate() throws GeneralSecurityException {
        rsa = TestKey.rsa("rsa-1", 2048);
        elliptic = TestKey.elliptic("ec-1");
        edwards = TestKey.edwards("ed-1");
        weak = TestKey.rsa("weak-1", 1024);
        other = TestKey.rsa("rsa-1", 2048);
    }

    @BeforeEach
    void start() throws Exception {
        server = new KeyServer();
        server.publish(rsa, elliptic, edwards, weak);
        otherServer = new KeyServer();
        otherServer.publish(other);
        verifier = new JwtCredentialVerifier(
                List.of(
                        new IssuerSettings(ISSUER, server.url(), "slipway", List.of(), "groups", "name"),
                        new IssuerSettings(
                                "https://ci.example.org",
                                otherServer.url(),
                                "slipway-ci",
                                List.of("RS256"),
                                "a.b",
                                "who")),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        verifier.close();
        server.close();
        otherServer.close();
    }

    private static String claims(String more) {
        return "{\"iss\":\"" + ISSUER + "\",\"sub\":\"42\",\"aud\":\"slipway\",\"exp\":" + (NOW.getEpochSecond() + 300)
                + more + "}";
    }

    private static String claims() {
        return claims("");
    }

    @Test
    void everyAlgorithmAllowedIsVerified() throws Exception {
        for (TestKey key : List.of(rsa, elliptic, edwards)) {
            assertThat(verifier.verify(key.token(claims())).subject()).isEqualTo("42");
        }
        assertThat(server.fetches()).isEqualTo(1);
    }

    @Test
    void readsWhoItIs() throws Exception {
        String token = rsa.token(
                claims(",\"jti\":\"j1\",\"name\":\"Dana\",\"groups\":[\"leads\",\"ci\"],\"extra\":{\"a\":1}"));
        VerifiedCredential who = verifier.verify(token);
        assertThat(who.principal()).isEqualTo(ISSUER + "#42");
        assertThat(who.name()).isEqualTo("Dana");
        assertThat(who.groups()).containsExactly("leads", "ci");
        assertThat(who.tokenId()).isEqualTo("j1");
        assertThat(who.tokenHash()).isEqualTo(Digest.of(token));
        assertThat(who.expiresAt()).isEqualTo(NOW.plusSeconds(300));
        assertThat(who.claims().path("extra").path("a").asInt()).isEqualTo(1);
    }

    @Test
    void fillsInWhatATokenLeavesOut() throws Exception {
        String token = rsa.token(claims());
        VerifiedCredential who = verifier.verify(token);
        assertThat(who.name()).isEqualTo("42");
        assertThat(who.groups()).isEmpty();
        assertThat(who.tokenId()).isEqualTo(Digest.of(token).value());
    }

    @Test
    void theAudienceMayBeAList() throws Exception {
        String token = rsa.token(claims().replace("\"slipway\"", "[\"other\",\"slipway\"]"));
        assertThat(verifier.verify(token).subject()).isEqualTo("42");
    }

    @Test
    void eachIssuerHasItsOwnKeysAudienceAndClaims() throws Exception {
        String claims = claims(",\"a\":{\"b\":\"robots\"},\"who\":\"Robot\"")
                .replace(ISSUER, "https://ci.example.org")
                .replace("\"slipway\"", "\"slipway-ci\"");
        VerifiedCredential who = verifier.verify(other.token(claims));
        assertThat(who.groups()).containsExactly("robots");
        assertThat(who.name()).isEqualTo("Robot");
        assertRefused(ErrorCode.TOKEN_SIGNATURE_INVALID, () -> verifier.verify(rsa.token(claims)));
        assertRefused(ErrorCode.TOKEN_SIGNATURE_INVALID, () -> verifier.verify(other.token(claims())));
        assertRefused(ErrorCode.TOKEN_ALGORITHM_REFUSED, () -> verifier.verify(elliptic.token(claims)));
    }

    @Test
    void nothingIsNoToken() {
        assertRefused(ErrorCode.TOKEN_MISSING, () -> verifier.verify(""));
        assertRefused(ErrorCode.TOKEN_MISSING, () -> verifier.verify("  "));
    }

    @Test
    void algorithmsThatAreNotAsymmetricAreRefused() throws Exception {
        for (String algorithm : List.of("none", "None", "NONE", "HS256", "HS512", "PS256", "RS1", "rs256", "ES256K")) {
            String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa-1\"}";
            String unsigned = TestKey.encode(header) + "." + TestKey.encode(claims()) + ".";
            assertRefused(ErrorCode.TOKEN_ALGORITHM_REFUSED, () -> verifier.verify(unsigned));
            assertRefused(ErrorCode.TOKEN_ALGORITHM_REFUSED, () -> verifier.verify(rsa.token(header, claims())));
        }
        assertThat(server.fetches()).isZero();
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws Exception {
        String text = TestKey.encode("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"rsa-1\"}") + "."
                + TestKey.encode(claims());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(rsa.pair().getPublic().getEncoded(), "HmacSHA256"));
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text.getBytes("UTF-8")));
        assertRefused(ErrorCode.TOKEN_ALGORITHM_REFUSED, () -> verifier.verify(text + "." + signature));
    }

    @Test
    void aKeyVerifiesOnlyItsOwnAlgorithm() throws Exception {
        String header = "{\"alg\":\"ES256\",\"kid\":\"rsa-1\"}";
        assertRefused(ErrorCode.TOKEN_KEY_UNKNOWN, () -> verifier.verify(elliptic.token(header, claims())));
    }

    @Test
    void aChangedTokenIsRefused() throws Exception {
        for (TestKey key : List.of(rsa, elliptic, edwards)) {
            String[] parts = key.token(claims()).split("\\.");
            String changed = parts[0] + "." + TestKey.encode(claims(",\"groups\":[\"operators\"]")) + "." + parts[2];
            assertRefused(ErrorCode.TOKEN_SIGNATURE_INVALID, () -> verifier.verify(changed));
            assertRefused(ErrorCode.TOKEN_SIGNATURE_INVALID, () -> verifier.verify(parts[0] + "." + parts[1] + "."));
            assertRefused(
                    ErrorCode.TOKEN_SIGNATURE_INVALID, () -> verifier.verify(parts[0] + "." + parts[1] + ".AAAA"));
        }
    }

    @Test
    void aSignatureOfZerosIsRefused() throws Exception {
        for (TestKey key : List.of(elliptic, edwards)) {
            String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
            String token = TestKey.encode(key.header()) + "." + TestKey.encode(claims()) + "." + zeros;
            assertRefused(ErrorCode.TOKEN_SIGNATURE_INVALID, () -> verifier.verify(token));
        }
    }

    @Test
    void unknownAndOddKeyIdsAreRefused() throws Exception {
        for (String keyId : List.of("rsa-2", "../../etc/passwd", "' OR 1=1 --", "http://127.0.0.1/x")) {
            String header = "{\"alg\":\"RS256\",\"kid\":\"" + keyId + "\"}";
            assertRefused(ErrorCode.TOKEN_KEY_UNKNOWN, () -> verifier.verify(rsa.token(header, claims())));
        }
    }

    @Test
    void weakKeysAreNotUsed() throws Exception {
        assertRefused(ErrorCode.TOKEN_KEY_UNKNOWN, () -> verifier.verify(weak.token(claims())));
    }

    @Test
    void withoutAKeyIdOnlyAnUnambiguousKeyIsUsed() throws Exception {
        String header = "{\"alg\":\"RS256\"}";
        assertThat(verifier.verify(rsa.token(header, claims())).subject()).isEqualTo("42");
        server.publish(rsa, TestKey.rsa("rsa-9", 2048));
        try (JwtCredentialVerifier fresh = fresh()) {
            assertRefused(ErrorCode.TOKEN_KEY_UNKNOWN, () -> fresh.verify(rsa.token(header, claims())));
        }
    }

    @Test
    void keysNamedByTheTokenItselfAreIgnored() throws Exception {
        try (KeyServer trap = new KeyServer()) {
            trap.publish(other);
            for (String field : List.of("jku", "x5u")) {
                String header = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"" + field + "\":\"" + trap.url() + "\"}";
                assertRefused(ErrorCode.TOKEN_SIGNATURE_INVALID, () -> verifier.verify(other.token(header, claims())));
            }
            String header = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"jwk\":" + other.jwk() + "}";
            assertRefused(ErrorCode.TOKEN_SIGNATURE_INVALID, () -> verifier.verify(other.token(header, claims())));
            assertThat(trap.fetches()).isZero();
        }
    }

    @Test
    void foreignIssuersAreRefused() throws Exception {
        for (String issuer : List.of("https://evil.example.org", ISSUER + "/", ISSUER.toUpperCase(Locale.ROOT))) {
            String token = rsa.token(claims().replace(ISSUER, issuer));
            assertRefused(ErrorCode.TOKEN_ISSUER_UNKNOWN, () -> verifier.verify(token));
        }
    }

    @Test
    void tokensForOthersAreRefused() throws Exception {
        for (String audience : List.of("\"other\"", "\"slipway \"", "[]", "[\"slipwa\",\"y\"]")) {
            String token = rsa.token(claims().replace("\"slipway\"", audience));
            assertRefused(ErrorCode.TOKEN_AUDIENCE_WRONG, () -> verifier.verify(token));
        }
        String without = rsa.token(claims().replace("\"aud\":\"slipway\",", ""));
        assertRefused(ErrorCode.TOKEN_AUDIENCE_WRONG, () -> verifier.verify(without));
    }

    @Test
    void timesAreJudgedWithAMinuteOfSkew() throws Exception {
        assertThat(verifier.verify(rsa.token(expiring(NOW.minusSeconds(59)))).subject())
                .isEqualTo("42");
        assertRefused(ErrorCode.TOKEN_EXPIRED, () -> verifier.verify(rsa.token(expiring(NOW.minusSeconds(60)))));
        assertRefused(ErrorCode.TOKEN_EXPIRED, () -> verifier.verify(rsa.token(expiring(NOW.minusSeconds(61)))));
        for (String field : List.of("nbf", "iat")) {
            String near = claims(",\"" + field + "\":" + (NOW.getEpochSecond() + 60));
            String far = claims(",\"" + field + "\":" + (NOW.getEpochSecond() + 61));
            assertThat(verifier.verify(rsa.token(near)).subject()).isEqualTo("42");
            assertRefused(ErrorCode.TOKEN_NOT_YET_VALID, () -> verifier.verify(rsa.token(far)));
        }
    }

    private static String expiring(Instant time) {
        return claims().replace(String.valueOf(NOW.getEpochSecond() + 300), String.valueOf(time.getEpochSecond()));
    }

    @Test
    void oversizedTokensAreRefusedBeforeTheyAreRead() throws Exception {
        String token = rsa.token(claims(",\"pad\":\"" + "x".repeat(16 << 10) + "\""));
        assertRefused(ErrorCode.TOKEN_TOO_LARGE, () -> verifier.verify(token));
        assertRefused(ErrorCode.TOKEN_TOO_LARGE, () -> verifier.verify(".".repeat(20_000)));
        assertThat(server.fetches()).isZero();
    }

    @Test
    void whatIsNoTokenIsMalformed() throws Exception {
        Set<String> bad =
                new HashSet<>(Set.of("abc", "a.b", "a.b.c", "....", "a.b.c.d.e", "Bearer x", "\u0000.\u0000.\u0000"));
        bad.add(TestKey.encode("[]") + "." + TestKey.encode(claims()) + ".AA");
        bad.add(TestKey.encode("{}") + "." + TestKey.encode(claims()) + ".AA");
        bad.add(TestKey.encode(rsa.header()) + "=." + TestKey.encode(claims()) + ".AA");
        bad.add(rsa.token("{\"alg\":null}", claims()));
        bad.add(rsa.token("{\"alg\":[\"RS256\"]}", claims()));
        bad.add(rsa.token("{\"alg\":\"RS256\",\"kid\":7}", claims()));
        bad.add(rsa.token("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"crit\":[\"b64\"],\"b64\":false}", claims()));
        bad.add(rsa.token("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":\"dpop+jwt\"}", claims()));
        bad.add(rsa.token("{\"alg\":\"RS256\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}", claims()));
        bad.add(rsa.token("not json"));
        bad.add(rsa.token("[]"));
        bad.add(rsa.token(claims() + "{}"));
        bad.add(rsa.token(claims(",\"sub\":\"43\"")));
        bad.add(rsa.token(claims(",\"x\":" + "[".repeat(200) + "]".repeat(200))));
        bad.add(rsa.token(claims().replace("\"sub\":\"42\",", "")));
        bad.add(rsa.token(claims().replace("\"42\"", "42")));
        bad.add(rsa.token(claims().replace("\"42\"", "\"\"")));
        bad.add(rsa.token(claims().replace("\"42\"", "\"" + "x".repeat(256) + "\"")));
        bad.add(rsa.token(claims().replace("\"slipway\"", "{}")));
        bad.add(rsa.token(claims().replace("\"slipway\"", "[7]")));
        bad.add(rsa.token(claims(",\"groups\":7")));
        bad.add(rsa.token(claims(",\"groups\":[{}]")));
        bad.add(rsa.token(claims(",\"jti\":7")));
        bad.add(rsa.token(claims(",\"nbf\":\"soon\"")));
        bad.add(rsa.token("{\"iss\":7}"));
        for (String time : List.of("\"soon\"", "null", "-1", "1e400", "-1e400", "1e30", "1" + "0".repeat(80), "{}")) {
            bad.add(rsa.token(claims().replace(String.valueOf(NOW.getEpochSecond() + 300), time)));
        }
        bad.forEach(token -> assertRefused(ErrorCode.TOKEN_MALFORMED, () -> verifier.verify(token)));
    }

    @Test
    void aTokenInsideATokenIsNotUnpacked() throws Exception {
        String nested = rsa.token("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"cty\":\"JWT\"}", rsa.token(claims()));
        assertRefused(ErrorCode.TOKEN_MALFORMED, () -> verifier.verify(nested));
    }

    @Test
    void noRefusalRepeatsTheToken() throws Exception {
        String secret = "do-not-repeat-me";
        String token = rsa.token(claims(",\"jti\":\"" + secret + "\"").replace("\"slipway\"", "\"" + secret + "\""));
        assertThatThrownBy(() -> verifier.verify(token)).hasMessageNotContaining(secret);
    }

    @Test
    void settingsThatWouldBeUnsafeAreRefused() {
        URI far = URI.create("http://id.example.org/jwks");
        URI file = URI.create("file:///etc/jwks");
        assertThatThrownBy(() -> new IssuerSettings("i", far, "a", List.of(), "g", "n"))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> new IssuerSettings("i", file, "a", List.of(), "g", "n"))
                .hasMessageContaining("https");
        URI good = URI.create("https://id.example.org/jwks");
        assertThatThrownBy(() -> new IssuerSettings("i", good, "a", List.of("HS256"), "g", "n"))
                .hasMessageContaining("algorithms");
        assertThatThrownBy(() -> new IssuerSettings("i#x", good, "a", List.of(), "g", "n"))
                .hasMessageContaining("#");
        assertThatThrownBy(() -> new IssuerSettings("i", good, " ", List.of(), "g", "n"))
                .hasMessageContaining("audience");
    }

    private JwtCredentialVerifier fresh() {
        return new JwtCredentialVerifier(
                List.of(new IssuerSettings(ISSUER, server.url(), "slipway", List.of(), "groups", "name")),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
