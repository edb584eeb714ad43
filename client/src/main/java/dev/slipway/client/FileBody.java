package dev.slipway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * An operator's or application's file to send.
 *
 * @param contentType {@code application/yaml} or {@code application/json}
 * @param content its bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record FileBody(String contentType, byte[] content) {
    public FileBody {
        requireNonNull(contentType, "contentType is null");
        content = content.clone();
    }

    public static FileBody yaml(byte[] content) {
        return new FileBody("application/yaml", content);
    }

    public static FileBody yaml(String content) {
        return yaml(content.getBytes(UTF_8));
    }

    public static FileBody json(String content) {
        return new FileBody("application/json", content.getBytes(UTF_8));
    }
}
