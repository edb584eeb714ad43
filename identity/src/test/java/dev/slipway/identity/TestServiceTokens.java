package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ed25519;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.ServicePrincipals;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import java.net.URI;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class TestServiceTokens {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-24T03:00:00Z"), ZoneOffset.UTC);
    private static final String SUBJECT = ServicePrincipals.schedule("shop", "web");

    private final KeyPair keys = KeyFiles.generate();
    private final ServiceTokens tokens = new ServiceTokens(keys.getPrivate(), NOW);

    private ServiceCredentialVerifier verifier(Clock clock) {
        return new ServiceCredentialVerifier(
                keys.getPublic(),
                token -> {
                    throw new SlipwayException(ErrorCode.TOKEN_ISSUER_UNKNOWN, "left to the others");
                },
                clock);
    }

    private VerifiedCredential verify(String token) {
        return verifier(NOW).verify(token);
    }

    @Test
    void aTokenOfTheWorkerIsItsSchedules() {
        VerifiedCredential credential = verify(tokens.sign(SUBJECT));
        assertThat(credential.principal()).isEqualTo("slipway#schedule/shop/web");
        assertThat(credential.groups()).containsExactly("slipway:schedules");
        assertThat(credential.expiresAt()).isEqualTo(NOW.instant().plusSeconds(60));
        assertThat(verify(tokens.sign(SUBJECT)).tokenId()).isNotEqualTo(credential.tokenId());
    }

    @Test
    void tokensOfOthersAreLeftToTheOthers() {
        assertRefused(changed(claims -> claims.put("iss", "https://idp")), ErrorCode.TOKEN_ISSUER_UNKNOWN);
    }

    @Test
    void anotherKeyIsRefused() {
        ServiceTokens forged = new ServiceTokens(KeyFiles.generate().getPrivate(), NOW);
        assertRefused(forged.sign(SUBJECT), ErrorCode.TOKEN_SIGNATURE_INVALID);
    }

    @Test
    void whatIsSignedButWrongIsRefused() {
        assertRefused(changed(claims -> claims.put("aud", "slipway")), ErrorCode.TOKEN_AUDIENCE_WRONG);
        assertRefused(changed(claims -> claims.put("aud", NodeTokens.AUDIENCE)), ErrorCode.TOKEN_AUDIENCE_WRONG);
        assertRefused(changed(claims -> claims.remove("aud")), ErrorCode.TOKEN_AUDIENCE_WRONG);
        assertRefused(
                changed(claims -> claims.put("exp", claims.path("iat").asLong() + 61)), ErrorCode.TOKEN_MALFORMED);
        assertRefused(changed(claims -> claims.remove("iat")), ErrorCode.TOKEN_MALFORMED);
        assertRefused(changed(claims -> claims.remove("jti")), ErrorCode.TOKEN_MALFORMED);
        for (String subject :
                List.of("dora", "schedule/shop", "schedule/shop/web/0", "schedule/shop/", "schedule/Shop/web")) {
            assertRefused(tokens.sign(subject), ErrorCode.TOKEN_MALFORMED);
        }
    }

    @Test
    void claimsAddNoGroups() {
        String token = changed(claims -> {
            claims.putArray("groups").add("operators");
            claims.put("name", "Olivia");
        });
        assertThat(verify(token).groups()).containsExactly("slipway:schedules");
        assertThat(verify(token).name()).isEqualTo(SUBJECT);
    }

    @Test
    void timeIsKept() {
        String token = tokens.sign(SUBJECT);
        assertThatThrownBy(() ->
                        verifier(Clock.offset(NOW, Duration.ofSeconds(121))).verify(token))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_EXPIRED));
        assertThatThrownBy(() ->
                        verifier(Clock.offset(NOW, Duration.ofSeconds(-61))).verify(token))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_NOT_YET_VALID));
    }

    @Test
    void otherAlgorithmsAndTypesAreRefused() {
        ObjectNode claims = claims();
        assertRefused(signed(header("none", ServiceTokens.TYPE), claims), ErrorCode.TOKEN_ALGORITHM_REFUSED);
        assertRefused(signed(header("HS256", ServiceTokens.TYPE), claims), ErrorCode.TOKEN_ALGORITHM_REFUSED);
        assertRefused(signed(header("EdDSA", "JWT"), claims), ErrorCode.TOKEN_MALFORMED);
        ObjectNode critical = header("EdDSA", ServiceTokens.TYPE);
        critical.putArray("crit").add("b64");
        assertRefused(signed(critical, claims), ErrorCode.TOKEN_MALFORMED);
    }

    @Test
    void noIdentityProviderMayBeSlipway() {
        assertThatThrownBy(() -> new IssuerSettings(
                        "slipway", URI.create("https://idp/keys"), "slipway", List.of(), "groups", "name"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(String token, ErrorCode code) {
        assertThatThrownBy(() -> verify(token))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private ObjectNode claims() {
        return ModelJson.mapper()
                .createObjectNode()
                .put("iss", "slipway")
                .put("sub", SUBJECT)
                .put("aud", ServiceTokens.AUDIENCE)
                .put("iat", NOW.instant().getEpochSecond())
                .put("exp", NOW.instant().getEpochSecond() + 60)
                .put("jti", "one");
    }

    private String changed(Consumer<ObjectNode> change) {
        ObjectNode claims = claims();
        change.accept(claims);
        return signed(header("EdDSA", ServiceTokens.TYPE), claims);
    }

    private static ObjectNode header(String algorithm, String type) {
        return ModelJson.mapper().createObjectNode().put("alg", algorithm).put("typ", type);
    }

    private String signed(ObjectNode header, ObjectNode claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String text = base64.encodeToString(ModelJson.write(header).getBytes(UTF_8)) + "."
                + base64.encodeToString(ModelJson.write(claims).getBytes(UTF_8));
        return text + "." + base64.encodeToString(Ed25519.sign(keys.getPrivate(), text.getBytes(UTF_8)));
    }
}
