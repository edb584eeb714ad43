package dev.slipway.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the edge server answers. */
public sealed interface Answer {
    static Answer json(Object body) {
        return json(200, body);
    }

    static Answer json(int status, Object body) {
        return new Whole(
                status,
                Map.of("Content-Type", "application/json"),
                ModelJson.write(body).getBytes(UTF_8));
    }

    static Answer text(int status, String body) {
        return new Whole(status, Map.of("Content-Type", "text/plain"), body.getBytes(UTF_8));
    }

    static Answer bytes(byte[] body) {
        return new Whole(200, Map.of("Content-Type", "application/octet-stream"), body);
    }

    static Answer empty(int status) {
        return new Whole(status, Map.of(), new byte[0]);
    }

    static Answer problem(int status, String code, String detail, Map<String, ?>... problems) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", code);
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        body.put("problems", List.of(problems));
        body.put("requestId", "req-7");
        return new Whole(
                status,
                Map.of("Content-Type", "application/problem+json"),
                ModelJson.write(body).getBytes(UTF_8));
    }

    /** Chunked body written as the test likes. */
    static Answer flow(String contentType, Writer writer) {
        return new Flow(Map.of("Content-Type", contentType), writer);
    }

    /** A complete answer. */
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {
        public Whole with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Whole(status, more, body);
        }
    }

    /** A body of unknown length. */
    record Flow(Map<String, String> headers, Writer writer) implements Answer {}

    /** Promises more bytes than it sends. */
    @SuppressWarnings("ArrayRecordComponent")
    record Short(long promised, byte[] body) implements Answer {}

    /** Closes the connection without a word. */
    record Cut() implements Answer {}

    /** Writes a body. */
    interface Writer {
        void write(OutputStream body) throws IOException;
    }
}
