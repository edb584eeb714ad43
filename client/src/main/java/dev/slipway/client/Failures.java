package dev.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an answer outside 200 to 299 into an exception; whatever the body holds, it never fails itself. */
final class Failures {
    private Failures() {}

    static ApiException of(String request, int status, HttpHeaders headers, byte[] body) {
        JsonNode problem = parse(body);
        String requestId = problem.path("requestId")
                .asText(headers.firstValue("X-Request-Id").orElse(""));
        String detail = problem.path("detail").asText(problem.path("title").asText(""));
        return new ApiException(
                status,
                code(problem.path("code").asText(""), status),
                detail.isEmpty() ? request + " was answered with status " + status : detail,
                problems(problem.path("problems")),
                requestId.isEmpty() ? null : requestId,
                retryAfter(headers),
                null);
    }

    /** Only the form in seconds; a date would need both clocks to agree. */
    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(null);
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode node = ModelJson.mapper().readTree(body);
            return node == null ? ModelJson.mapper().createObjectNode() : node;
        } catch (IOException e) {
            // A proxy's page or a cut body: the status alone has to tell what went wrong.
            return ModelJson.mapper().createObjectNode();
        }
    }

    /** A server newer than this client may use codes not known here; its status still tells what to do. */
    private static ErrorCode code(String name, int status) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElseGet(() -> ofStatus(status));
    }

    private static ErrorCode ofStatus(int status) {
        return switch (status) {
            case 401 -> ErrorCode.TOKEN_MALFORMED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 409 -> ErrorCode.CONFLICT;
            case 412 -> ErrorCode.PRECONDITION_FAILED;
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 428 -> ErrorCode.PRECONDITION_REQUIRED;
            case 429 -> ErrorCode.RATE_LIMITED;
            default -> status >= 400 && status < 500 ? ErrorCode.VALIDATION_FAILED : ErrorCode.UNAVAILABLE;
        };
    }

    private static List<Problem> problems(JsonNode array) {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode item : array) {
            problems.add(new Problem(
                    item.path("field").asText(""),
                    Math.max(0, item.path("line").asInt(0)),
                    Math.max(0, item.path("column").asInt(0)),
                    item.path("message").asText(""),
                    item.path("fix").textValue()));
        }
        return problems;
    }
}
