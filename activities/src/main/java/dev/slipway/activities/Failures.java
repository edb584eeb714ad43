package dev.slipway.activities;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an {@link dev.slipway.model.ErrorCode} becomes a failure of Temporal: its name is the type. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int SHOWN = 20;

    /** A mistake of ours is tried a few times, in case it is not one, and then ends the step instead of hanging it. */
    private static final int TRIES_OF_MISTAKES = 5;

    /** Classes of SQL states that go away: connection, transaction rollback, resources, operator intervention. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57");

    private Failures() {}

    /** Runs {@code body}; what it throws is thrown on as a failure, retried only when its code says so. */
    static <T> T mapped(Supplier<T> body) {
        try {
            return body.get();
        } catch (SlipwayException e) {
            throw of(e);
        } catch (JdbiException e) {
            throw database(e);
        } catch (TemporalFailure | ActivityCompletionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw mistake(e);
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

    private static ApplicationFailure database(JdbiException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && passing(sql)) {
                LOG.warn("the database does not answer: {}", sql.getMessage());
                return ApplicationFailure.newFailure("the database does not answer", ErrorCode.UNAVAILABLE.name());
            }
        }
        return mistake(e);
    }

    private static boolean passing(SQLException e) {
        return e.getSQLState() == null
                || PASSING.contains(
                        e.getSQLState().substring(0, Math.min(2, e.getSQLState().length())));
    }

    /** The failure says only what kind it was: the message of an unknown exception may hold anything. */
    private static ApplicationFailure mistake(RuntimeException e) {
        LOG.error("an activity failed in an unexpected way", e);
        String text = "an unexpected " + e.getClass().getSimpleName() + "; the worker's log has the details";
        String type = ErrorCode.INTERNAL_ERROR.name();
        return attempt() < TRIES_OF_MISTAKES
                ? ApplicationFailure.newFailure(text, type)
                : ApplicationFailure.newNonRetryableFailure(text, type);
    }

    private static int attempt() {
        try {
            return Activity.getExecutionContext().getInfo().getAttempt();
        } catch (IllegalStateException e) {
            // Called outside of an activity, as tests do.
            return 1;
        }
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
