package dev.slipway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.slipway.model.Ed25519;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A published key bound to the one algorithm it may verify, so that no header can choose another one for it.
 *
 * @param keyId {@code kid}; null when the provider gives none
 * @param algorithm RS256, ES256 or EdDSA
 */
record VerificationKey(@Nullable String keyId, String algorithm, Check check) {
    private static final int SHORTEST_RSA = 2048;
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int ED25519_BYTES = 32;

    /** Whether a signature over a text is this key's. */
    @FunctionalInterface
    interface Check {
        boolean valid(byte[] signedText, byte[] signature);
    }

    /** The usable form of a published key; empty for weak, symmetric, encryption and unknown ones. */
    static Optional<VerificationKey> of(JWK key) {
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            return Optional.empty();
        }
        try {
            return supported(key).filter(candidate -> fits(key, candidate.algorithm()));
        } catch (JOSEException | GeneralSecurityException e) {
            // One broken key in a set must not take the others with it; a token naming it is refused as unknown.
            return Optional.empty();
        }
    }

    private static Optional<VerificationKey> supported(JWK key) throws JOSEException, GeneralSecurityException {
        if (key instanceof RSAKey rsa && rsa.size() >= SHORTEST_RSA) {
            return Optional.of(nimbus(key, JWSAlgorithm.RS256, new RSASSAVerifier(rsa.toRSAPublicKey())));
        }
        if (key instanceof ECKey elliptic && elliptic.getCurve().equals(Curve.P_256)) {
            return Optional.of(nimbus(key, JWSAlgorithm.ES256, new ECDSAVerifier(elliptic.toECPublicKey())));
        }
        if (key instanceof OctetKeyPair octets && octets.getCurve().equals(Curve.Ed25519)) {
            PublicKey publicKey = edwards(octets.getX().decode());
            return Optional.of(new VerificationKey(
                    key.getKeyID(), "EdDSA", (text, signature) -> Ed25519.valid(publicKey, text, signature)));
        }
        return Optional.empty();
    }

    private static boolean fits(JWK key, String algorithm) {
        return key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm);
    }

    private static VerificationKey nimbus(JWK key, JWSAlgorithm algorithm, JWSVerifier verifier) {
        JWSHeader header = new JWSHeader(algorithm);
        Check check = (text, signature) -> {
            try {
                return verifier.verify(header, text, Base64URL.encode(signature));
            } catch (JOSEException e) {
                throw new IllegalStateException("cannot check with a " + algorithm + " key", e);
            }
        };
        return new VerificationKey(key.getKeyID(), algorithm.getName(), check);
    }

    // Nimbus needs another library for EdDSA; the platform has it once the key wears its DER coat.
    private static PublicKey edwards(byte[] raw) throws GeneralSecurityException {
        if (raw.length != ED25519_BYTES) {
            throw new GeneralSecurityException("an Ed25519 key has 32 bytes");
        }
        return KeyFiles.parsePublic(ByteBuffer.allocate(ED25519_PREFIX.length + ED25519_BYTES)
                .put(ED25519_PREFIX)
                .put(raw)
                .array());
    }
}
