package dev.slipway.apiserver.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** An answer of the API. */
@SuppressWarnings("ArrayRecordComponent")
public record Reply(int status, HttpHeaders headers, byte[] bytes) {
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return ModelJson.read(text(), JsonNode.class);
    }

    public <T> T as(Class<T> type) {
        return ModelJson.read(text(), type);
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The code of a problem body; fails when the answer is none. */
    public ErrorCode code() {
        if (!header("Content-Type").equals("application/problem+json")) {
            throw new AssertionError("not a problem: " + status + " " + headers.map() + " " + text());
        }
        return ErrorCode.valueOf(json().path("code").asText());
    }

    @Override
    public String toString() {
        return status + " " + text();
    }
}
