package dev.slipway.model.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import java.time.Instant;
import java.util.List;

/** Checks a bearer token of a person or a CI system: structure, algorithm, issuer, key, signature, audience, times. */
public interface CredentialVerifier {
    /**
     * @throws dev.slipway.model.SlipwayException one of the TOKEN_ codes; replay is checked by the receipt's own
     *     transaction, not here
     */
    VerifiedCredential verify(String token);

    /**
     * What a valid token says.
     *
     * @param issuer exact issuer
     * @param subject unique within the issuer
     * @param name name to show, the subject when the issuer gives none
     * @param groups groups mapped from the issuer's claim
     * @param tokenId {@code jti}, or the token's hash when it has none
     * @param tokenHash digest of the token's text
     * @param expiresAt end of validity
     * @param claims all claims, without the signature
     */
    record VerifiedCredential(
            String issuer,
            String subject,
            String name,
            List<String> groups,
            String tokenId,
            Digest tokenHash,
            Instant expiresAt,
            JsonNode claims) {
        public VerifiedCredential {
            groups = List.copyOf(groups);
        }

        /** {@code <issuer>#<subject>}: who it is, across issuers. */
        public String principal() {
            return issuer + "#" + subject;
        }
    }
}
