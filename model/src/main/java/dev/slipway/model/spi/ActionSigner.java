package dev.slipway.model.spi;

/** Signs and checks people's actions; only the API holds the signing half. */
public interface ActionSigner {
    /** Ed25519 signature of the canonical text, base64. */
    String sign(String canonicalText);

    /** Checks with the public half. */
    interface Checker {
        boolean valid(String canonicalText, String signature);
    }
}
