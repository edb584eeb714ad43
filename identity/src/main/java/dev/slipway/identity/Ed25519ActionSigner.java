package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.Ed25519;
import dev.slipway.model.spi.ActionSigner;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;

/** Signs people's actions; only the API process is given the key file. */
public final class Ed25519ActionSigner implements ActionSigner {
    private final PrivateKey key;

    public Ed25519ActionSigner(PrivateKey key) {
        this.key = key;
    }

    /** Reads the PEM file of the private key, see {@link KeyFiles#readPrivateKey}. */
    public static Ed25519ActionSigner of(Path privateKeyFile) {
        return new Ed25519ActionSigner(KeyFiles.readPrivateKey(privateKeyFile));
    }

    @Override
    public String sign(String canonicalText) {
        return Base64.getEncoder().encodeToString(Ed25519.sign(key, canonicalText.getBytes(UTF_8)));
    }
}
