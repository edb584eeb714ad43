package dev.slipway.cli.show;

import static java.util.Objects.requireNonNull;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.text.OutputClosed;
import dev.slipway.client.ApiException;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.ProblemBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what went wrong, never with a stack trace, and with which exit code that ends. */
public final class Failures {
    private final Session session;

    public Failures(Session session) {
        this.session = session;
    }

    /** Prints and returns how the process ends. */
    public ExitCode tell(Throwable failure) {
        return switch (failure) {
            case ApiException refused -> tell(refused);
            case CommandFailure own -> {
                tell(code(own.exitCode()), message(own), List.of(), null);
                yield own.exitCode();
            }
            case SlipwayException own -> {
                tell(own.code(), message(own), own.problems(), null);
                yield ExitCode.ofStatus(own.code().httpStatus());
            }
            case OutputClosed closed -> ExitCode.FAILED;
            case UncheckedIOException wrapped -> tell(requireNonNull(wrapped.getCause()));
            case IOException file -> {
                tell(ErrorCode.VALIDATION_FAILED, file(file), List.of(), null);
                yield ExitCode.FAILED;
            }
            case InterruptedException stopped -> {
                tell(ErrorCode.CANCELLED, "interrupted", List.of(), null);
                yield ExitCode.FAILED;
            }
            default -> {
                String what = failure.getClass().getSimpleName() + ": " + message(failure);
                tell(ErrorCode.INTERNAL_ERROR, "this is a bug of the command line: " + what, List.of(), null);
                yield ExitCode.FAILED;
            }
        };
    }

    private ExitCode tell(ApiException refused) {
        String requestId = refused.requestId().orElse(null);
        tell(refused.code(), message(refused), refused.problems(), requestId);
        if (refused.code() == ErrorCode.TOKEN_MISSING) {
            ProblemText.hint(session.err(), "set SLIPWAY_TOKEN or SLIPWAY_TOKEN_FILE, or give --token-command");
        }
        return exitCode(refused);
    }

    /** An answer that said "fine" and then was not is judged by the code the client gave it. */
    static ExitCode exitCode(ApiException refused) {
        int status = refused.status() >= 400 ? refused.status() : refused.code().httpStatus();
        return ExitCode.ofStatus(status);
    }

    private void tell(ErrorCode code, String message, List<Problem> problems, @Nullable String requestId) {
        if (session.json()) {
            int status = code.httpStatus();
            session.err().json(new ProblemBody("about:blank", code.name(), status, message, code, problems, requestId));
        } else {
            ProblemText.print(session.err(), code, message, problems, requestId);
        }
    }

    private static ErrorCode code(ExitCode exit) {
        return switch (exit) {
            case OK, FAILED, USAGE -> ErrorCode.VALIDATION_FAILED;
            case NOT_FOUND -> ErrorCode.NOT_FOUND;
            case DENIED -> ErrorCode.FORBIDDEN;
            case UNAVAILABLE -> ErrorCode.UNAVAILABLE;
        };
    }

    private static String file(IOException failure) {
        String name = message(failure);
        return switch (failure) {
            case NoSuchFileException missing -> "there is no file " + name;
            case AccessDeniedException denied -> "the file " + name + " may not be read or written by you";
            case FileAlreadyExistsException there -> "the file " + name + " is there already";
            default -> name;
        };
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
