package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.Ed25519;
import dev.slipway.model.spi.ActionSigner;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;

/** Checks signatures of actions with the public key; the worker's half. */
public final class Ed25519ActionChecker implements ActionSigner.Checker {
    private final PublicKey key;

    public Ed25519ActionChecker(PublicKey key) {
        this.key = key;
    }

    /** Reads the PEM file of the public key, see {@link KeyFiles#readPublicKey}. */
    public static Ed25519ActionChecker of(Path publicKeyFile) {
        return new Ed25519ActionChecker(KeyFiles.readPublicKey(publicKeyFile));
    }

    @Override
    public boolean valid(String canonicalText, String signature) {
        byte[] signed;
        try {
            signed = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            // A signature that is not base64 is a wrong signature, which the interface answers with false.
            return false;
        }
        return Ed25519.valid(key, canonicalText.getBytes(UTF_8), signed);
    }
}
