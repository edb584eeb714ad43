package dev.slipway.model.files.source;

import dev.slipway.model.Problem;

/** Ends reading at something that leaves nothing sensible to read behind it. */
final class SourceStop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    SourceStop(Problem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
