package dev.slipway.apiserver.http;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.api.ProblemBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Problem bodies of RFC 9457. */
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    /**
     * @param status differs from the code's own only where HTTP has a finer one, such as 414
     * @param requestId left out of what is not found: what is missing and what is somebody else's read the same to the
     *     byte; the header has it
     */
    public static ProblemBody body(
            ErrorCode code, int status, String detail, List<Problem> problems, @Nullable String requestId) {
        return new ProblemBody(
                "urn:slipway:error:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                title(code),
                status,
                detail,
                code,
                problems,
                code == ErrorCode.NOT_FOUND ? null : requestId);
    }

    public static byte[] bytes(ProblemBody body) {
        return ModelJson.write(body).getBytes(StandardCharsets.UTF_8);
    }

    /** The code that tells best what a bare HTTP status means. */
    public static ErrorCode code(int status) {
        return switch (status) {
            case 401 -> ErrorCode.TOKEN_MISSING;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 409 -> ErrorCode.CONFLICT;
            case 412 -> ErrorCode.PRECONDITION_FAILED;
            case 413, 414, 431 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 428 -> ErrorCode.PRECONDITION_REQUIRED;
            case 429 -> ErrorCode.RATE_LIMITED;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> status >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.MALFORMED_BODY;
        };
    }

    private static String title(ErrorCode code) {
        String text = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
