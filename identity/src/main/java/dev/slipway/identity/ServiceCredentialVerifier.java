package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.Ed25519;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ServicePrincipals;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.CredentialVerifier;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Verifies tokens of {@link ServicePrincipals} with the one key they may be signed with, and leaves all others to the
 * verifier of identity providers. Name and group follow from the subject; claims cannot add any.
 */
public final class ServiceCredentialVerifier implements CredentialVerifier {
    private final PublicKey key;
    private final CredentialVerifier others;
    private final Clock clock;

    public ServiceCredentialVerifier(PublicKey key, CredentialVerifier others, Clock clock) {
        this.key = key;
        this.others = others;
        this.clock = clock;
    }

    @Override
    public VerifiedCredential verify(String token) {
        JsonParts parts = JsonParts.of(token);
        if (!ServicePrincipals.ISSUER.equals(parts.claims().path("iss").textValue())) {
            return others.verify(token);
        }
        if (!JsonParts.text(parts.header(), "alg").equals("EdDSA")) {
            throw new SlipwayException(ErrorCode.TOKEN_ALGORITHM_REFUSED, "service tokens are signed with EdDSA");
        }
        if (!ServiceTokens.TYPE.equals(parts.header().path("typ").textValue())
                || parts.header().has("crit")) {
            throw JsonParts.malformed("this is not a service token");
        }
        if (!Ed25519.valid(key, parts.signedText().getBytes(UTF_8), parts.signature())) {
            throw new SlipwayException(ErrorCode.TOKEN_SIGNATURE_INVALID, "the token was not signed by the worker");
        }
        return credential(Digest.of(token), parts.claims());
    }

    private VerifiedCredential credential(Digest hash, JsonNode claims) {
        Instant issuedAt = TimeClaims.time(claims, "iat");
        Instant expiresAt = TimeClaims.check(claims, clock.instant());
        if (expiresAt.isAfter(issuedAt.plus(ServiceTokens.LIFETIME))) {
            throw JsonParts.malformed("a service token lives at most 60 s");
        }
        if (!ServiceTokens.AUDIENCE.equals(claims.path("aud").textValue())) {
            throw new SlipwayException(ErrorCode.TOKEN_AUDIENCE_WRONG, "the token is meant for somebody else");
        }
        String subject = JsonParts.text(claims, "sub");
        if (!ServicePrincipals.isSchedule(subject)) {
            throw JsonParts.malformed("'sub' is not a schedule");
        }
        return new VerifiedCredential(
                ServicePrincipals.ISSUER,
                subject,
                subject,
                List.of(ServicePrincipals.SCHEDULES),
                JsonParts.text(claims, "jti"),
                hash,
                expiresAt,
                claims);
    }
}
