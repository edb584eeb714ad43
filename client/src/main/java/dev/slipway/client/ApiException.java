package dev.slipway.client;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that did not succeed: what the server said, or that nobody answered. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorCode code;
    private final transient List<Problem> problems;
    private final @Nullable String requestId;
    private final @Nullable Duration retryAfter;

    public ApiException(
            int status, ErrorCode code, String message, List<Problem> problems, @Nullable String requestId) {
        this(status, code, message, problems, requestId, null, null);
    }

    ApiException(
            int status,
            ErrorCode code,
            String message,
            List<Problem> problems,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
        this.status = status;
        this.code = requireNonNull(code, "code is null");
        this.problems = List.copyOf(problems);
        this.requestId = requestId;
    }

    static ApiException unreachable(String message, @Nullable Throwable cause) {
        return new ApiException(0, ErrorCode.UNAVAILABLE, message, List.of(), null, null, cause);
    }

    /** HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The server's code; UNAVAILABLE when nobody answered, or when what answered does not speak our language. */
    public ErrorCode code() {
        return code;
    }

    /** Every problem of the request at once; empty when the message says it all. */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }

    /** Names the request in the server's log. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** How long the server asked to wait before trying again. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
