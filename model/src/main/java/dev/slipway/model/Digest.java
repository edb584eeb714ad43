package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 content address, written {@code sha256:<64 lower-case hex digits>} as in the OCI image specification.
 *
 * @param value the whole text including the prefix
 */
public record Digest(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    @JsonCreator
    public Digest {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED, "a digest is sha256: and 64 lower-case hexadecimal digits");
        }
    }

    public static Digest of(byte[] content) {
        return new Digest("sha256:" + HexFormat.of().formatHex(sha256().digest(content)));
    }

    public static Digest of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    /** Digest of what was fed into {@code digester}, which is reset by the call. */
    public static Digest of(MessageDigest digester) {
        return new Digest("sha256:" + HexFormat.of().formatHex(digester.digest()));
    }

    /** A fresh SHA-256 digester; every Java platform is required to have it. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
        }
    }

    /** The 64 hexadecimal digits without the prefix. */
    public String hex() {
        return value.substring("sha256:".length());
    }

    @Override
    public String toString() {
        return value;
    }
}
