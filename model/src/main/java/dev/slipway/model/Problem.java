package dev.slipway.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with an input, told so that its author can mend it.
 *
 * @param field JSON pointer or dotted path of the offending value; empty for the document as a whole
 * @param line line in the source file, from 1; 0 when the input has no lines
 * @param column column in the source file, from 1; 0 when the input has no lines
 * @param message what is wrong, one sentence
 * @param fix what to write instead; null when the message already says it
 */
public record Problem(
        String field,
        int line,
        int column,
        String message,
        @Nullable String fix) {
    public Problem {
        requireNonNull(field, "field is null");
        requireNonNull(message, "message is null");
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("line and column must not be negative");
        }
    }

    /** A problem of an input without lines. */
    public static Problem of(String field, String message) {
        return new Problem(field, 0, 0, message, null);
    }

    /** {@code file:line:column: message; fix} as compilers print it, without the parts that are absent. */
    public String render(String file) {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        text.append(": ");
        if (!field.isEmpty()) {
            text.append(field).append(": ");
        }
        text.append(message);
        if (fix != null) {
            text.append("; ").append(fix);
        }
        return text.toString();
    }
}
