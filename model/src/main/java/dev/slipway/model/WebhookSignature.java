package dev.slipway.model;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What signs one post: HMAC-SHA256 over id, time and body, see the Standard Webhooks specification.
 *
 * @param id same for every try of a message
 * @param timestamp seconds since 1970 of this try
 */
public record WebhookSignature(String id, long timestamp) {
    private static final String PREFIX = "whsec_";

    /**
     * Value of the {@code webhook-signature} header.
     *
     * @param secret bytes of the shared secret, not empty; base64 after {@code whsec_}, otherwise taken as they are
     * @throws IllegalArgumentException when it is empty or not base64 where it should be
     */
    public String sign(byte[] secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing from this Java platform", e);
        }
    }

    /** Whether a secret is one for this kind of signature only. */
    public static boolean marked(byte[] secret) {
        return new String(secret, StandardCharsets.UTF_8).strip().startsWith(PREFIX);
    }

    private static byte[] key(byte[] secret) {
        String text = new String(secret, StandardCharsets.UTF_8).strip();
        return text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : secret;
    }
}
