package dev.slipway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.ModelJson;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call to make.
 *
 * @param path encoded path with query
 * @param body made anew for each try
 * @param timeout longest wait for the whole answer, or for its head when it is a stream; null for the usual one
 */
record Call(
        String method,
        String path,
        Map<String, String> headers,
        Supplier<BodyPublisher> body,
        Retry retry,
        @Nullable Duration timeout) {
    static final String JSON = "application/json";
    static final String BYTES = "application/octet-stream";

    static Call get(String path) {
        return new Call("GET", path, Map.of("Accept", JSON), BodyPublishers::noBody, Retry.REPEATABLE, null);
    }

    static Call delete(String path) {
        return new Call("DELETE", path, Map.of("Accept", JSON), BodyPublishers::noBody, Retry.REPEATABLE, null);
    }

    /** A POST that the server recognises when it comes again. */
    static Call post(String path, Object body, String idempotencyKey) {
        return json("POST", path, body).with("Idempotency-Key", idempotencyKey).retrying(Retry.REPEATABLE);
    }

    /** A call with a JSON body that is made again only when it was never received. */
    static Call json(String method, String path, Object body) {
        String text = ModelJson.write(body);
        return new Call(
                method,
                path,
                Map.of("Accept", JSON, "Content-Type", JSON),
                () -> BodyPublishers.ofString(text),
                Retry.UNSENT,
                null);
    }

    static Call bytes(String method, String path, String contentType, byte[] body) {
        return new Call(
                method,
                path,
                Map.of("Accept", JSON, "Content-Type", contentType),
                () -> BodyPublishers.ofByteArray(body),
                Retry.UNSENT,
                null);
    }

    static Call file(String method, String path, Path file) {
        return new Call(
                method,
                path,
                Map.of("Accept", JSON, "Content-Type", BYTES),
                () -> publisher(file),
                Retry.REPEATABLE,
                null);
    }

    Call with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, path, more, body, retry, timeout);
    }

    Call retrying(Retry other) {
        return new Call(method, path, headers, body, other, timeout);
    }

    Call within(Duration limit) {
        return new Call(method, path, headers, body, retry, limit);
    }

    /** Joins encoded segments: {@code path("v1", "projects", name)}. */
    static String path(String... segments) {
        return Arrays.stream(segments).map(Call::encode).collect(Collectors.joining("/", "/", ""));
    }

    /** Adds the parameters that have a value. */
    static String query(String path, Map<String, ? extends @Nullable Object> parameters) {
        StringJoiner joiner = new StringJoiner("&", path + "?", "").setEmptyValue(path);
        parameters.forEach((name, value) -> {
            if (value != null) {
                joiner.add(name + "=" + encode(value.toString()));
            }
        });
        return joiner.toString();
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static BodyPublisher publisher(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
