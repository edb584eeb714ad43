package dev.slipway.model.api;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 9457 problem details with our error code and every problem found. */
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        ErrorCode code,
        List<Problem> problems,
        @Nullable String requestId) {
    public ProblemBody {
        problems = problems == null ? List.of() : List.copyOf(problems);
    }
}
