package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.CredentialVerifier;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signed JWTs of the configured identity providers. Keys come only from a provider's configured address, never
 * from the token; each key verifies one asymmetric algorithm; cheap checks of form go before cryptography.
 */
public final class JwtCredentialVerifier implements CredentialVerifier, AutoCloseable {
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
    private static final int LONGEST_SUBJECT = 255;

    private final KeySetClient client = new KeySetClient();
    private final Map<String, Issuer> issuers;
    private final Clock clock;

    /** @param issuers at least one, each issuer once */
    public JwtCredentialVerifier(List<IssuerSettings> issuers, Clock clock) {
        this(issuers, clock, System::nanoTime);
    }

    JwtCredentialVerifier(List<IssuerSettings> issuers, Clock clock, LongSupplier nanoTime) {
        if (issuers.isEmpty()) {
            throw new IllegalArgumentException("at least one issuer must be configured");
        }
        this.clock = clock;
        this.issuers = issuers.stream()
                .map(settings -> new Issuer(settings, new IssuerKeys(settings.jwksUrl(), client, nanoTime)))
                .collect(
                        Collectors.toUnmodifiableMap(issuer -> issuer.settings().issuer(), Function.identity()));
    }

    private record Issuer(IssuerSettings settings, IssuerKeys keys) {}

    @Override
    public VerifiedCredential verify(String token) {
        JsonParts parts = JsonParts.of(token);
        String algorithm = algorithm(parts.header());
        Issuer issuer = issuer(parts.claims(), algorithm);
        checkSignature(parts, issuer, algorithm);
        Instant expiresAt = TimeClaims.check(parts.claims(), clock.instant());
        if (!ClaimMapping.meantFor(parts.claims(), issuer.settings().audience())) {
            throw new SlipwayException(ErrorCode.TOKEN_AUDIENCE_WRONG, "the token is meant for somebody else");
        }
        return credential(Digest.of(token), parts.claims(), issuer.settings(), expiresAt);
    }

    private static String algorithm(JsonNode header) {
        String algorithm = JsonParts.text(header, "alg");
        if (!IssuerSettings.ASYMMETRIC.contains(algorithm)) {
            throw new SlipwayException(
                    ErrorCode.TOKEN_ALGORITHM_REFUSED,
                    "the token must be signed with one of " + IssuerSettings.ASYMMETRIC);
        }
        if (header.has("crit")) {
            throw JsonParts.malformed("critical header extensions are not understood");
        }
        JsonNode type = header.path("typ");
        if (!type.isMissingNode() && !TYPES.contains(type.asText().toLowerCase(Locale.ROOT))) {
            throw JsonParts.malformed("tokens of this type are not credentials");
        }
        return algorithm;
    }

    private Issuer issuer(JsonNode claims, String algorithm) {
        Issuer issuer = issuers.get(JsonParts.text(claims, "iss"));
        if (issuer == null) {
            throw new SlipwayException(ErrorCode.TOKEN_ISSUER_UNKNOWN, "the token's issuer is not configured");
        }
        if (!issuer.settings().algorithms().contains(algorithm)) {
            throw new SlipwayException(
                    ErrorCode.TOKEN_ALGORITHM_REFUSED,
                    "this issuer signs with " + issuer.settings().algorithms());
        }
        return issuer;
    }

    private static void checkSignature(JsonParts parts, Issuer issuer, String algorithm) {
        byte[] text = parts.signedText().getBytes(UTF_8);
        boolean valid = issuer.keys().find(keyId(parts.header()), algorithm).stream()
                .anyMatch(key -> key.check().valid(text, parts.signature()));
        if (!valid) {
            throw new SlipwayException(ErrorCode.TOKEN_SIGNATURE_INVALID, "the token's signature is wrong");
        }
    }

    private static @Nullable String keyId(JsonNode header) {
        return header.has("kid") ? JsonParts.text(header, "kid") : null;
    }

    private static VerifiedCredential credential(
            Digest hash, JsonNode claims, IssuerSettings settings, Instant expiresAt) {
        String subject = JsonParts.text(claims, "sub");
        if (subject.length() > LONGEST_SUBJECT) {
            throw JsonParts.malformed("'sub' is longer than 255 characters");
        }
        String tokenId = claims.has("jti") ? JsonParts.text(claims, "jti") : hash.value();
        return new VerifiedCredential(
                settings.issuer(),
                subject,
                ClaimMapping.name(claims, settings.nameClaim(), subject),
                ClaimMapping.groups(claims, settings.groupsClaim()),
                tokenId,
                hash,
                expiresAt,
                claims);
    }

    @Override
    public void close() {
        client.close();
    }
}
