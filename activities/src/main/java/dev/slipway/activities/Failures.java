package dev.slipway.activities;

import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.function.Supplier;

/** The one place where an {@link dev.slipway.model.ErrorCode} becomes a failure of Temporal: its name is the type. */
final class Failures {
    private static final int SHOWN = 20;

    private Failures() {}

    /** Runs {@code body}; what it throws with a code is thrown on as a failure, retried only when the code says so. */
    static <T> T mapped(Supplier<T> body) {
        try {
            return body.get();
        } catch (SlipwayException e) {
            throw of(e);
        }
    }

    /** As {@link #mapped(Supplier)} for what returns nothing. */
    static void mapped(Runnable body) {
        mapped(() -> {
            body.run();
            return true;
        });
    }

    static ApplicationFailure of(SlipwayException e) {
        List<Problem> problems =
                e.problems().subList(0, Math.min(SHOWN, e.problems().size()));
        String type = e.code().name();
        return e.code().retryable()
                ? ApplicationFailure.newFailure(text(e, problems), type, problems)
                : ApplicationFailure.newNonRetryableFailure(text(e, problems), type, problems);
    }

    /** Message and every problem: what a person sees is what has to be mended. */
    private static String text(SlipwayException e, List<Problem> problems) {
        String message = String.valueOf(e.getMessage());
        if (problems.size() <= 1 && problems.stream().allMatch(problem -> message.contains(problem.message()))) {
            return message;
        }
        StringBuilder text = new StringBuilder(message);
        problems.stream()
                .map(problem -> problem.render("").replaceFirst("^: ", ""))
                .forEach(line -> text.append("\n").append(line));
        return text.toString();
    }
}
