package dev.slipway.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one exception that crosses rooms: a code, a sentence for people, and every problem found. */
public final class SlipwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Problem> problems;

    public SlipwayException(ErrorCode code, String message) {
        this(code, message, List.of(), null);
    }

    public SlipwayException(ErrorCode code, String message, Throwable cause) {
        this(code, message, List.of(), cause);
    }

    public SlipwayException(ErrorCode code, String message, List<Problem> problems) {
        this(code, message, problems, null);
    }

    public SlipwayException(ErrorCode code, String message, List<Problem> problems, @Nullable Throwable cause) {
        super(message, cause);
        this.code = requireNonNull(code, "code is null");
        this.problems = List.copyOf(problems);
    }

    public ErrorCode code() {
        return code;
    }

    /** Every problem of the input at once; empty when the message says it all. */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }
}
