package dev.slipway.identity;

import dev.slipway.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Random bearer tokens (join, callback, state): shown once, stored as their SHA-256 only. */
public final class SecretTokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private SecretTokens() {}

    /**
     * {@code slipway_<kind>_<43 characters>} with 256 random bits; the prefix lets scanners find leaked tokens.
     *
     * @param kind lower-case word, such as {@code join}, {@code callback} or {@code state}
     */
    public static String random(String kind) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return "slipway_" + kind + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is stored instead of the token; its text is {@code sha256:<hex>}. */
    public static Digest hash(String token) {
        return Digest.of(token);
    }

    /** Compares in constant time. */
    public static boolean matches(String token, String storedHash) {
        return MessageDigest.isEqual(
                hash(token).value().getBytes(StandardCharsets.UTF_8), storedHash.getBytes(StandardCharsets.UTF_8));
    }
}
