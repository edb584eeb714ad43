package dev.slipway.apiserver.http;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Names;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; whatever is wrong with one is said with its name. */
public final class Query {
    private static final int LARGEST_PAGE = 500;
    private static final int PAGE = 50;

    private Query() {}

    /** Size of a page, 1 to 500, 50 when absent. */
    public static int limit(@Nullable String text) {
        return (int) number("limit", text, PAGE, 1, LARGEST_PAGE);
    }

    /** A whole number within bounds. */
    public static long number(String name, @Nullable String text, long absent, long least, long most) {
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, "is not a whole number");
        }
        throw invalid(name, "must be from " + least + " to " + most);
    }

    /** {@code true} or {@code false}. */
    public static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw invalid(name, "must be true or false");
    }

    /** A name, null when absent. */
    public static @Nullable String name(String field, @Nullable String text) {
        return text == null ? null : Names.require(field, text);
    }

    /** One problem of one parameter or field. */
    public static SlipwayException invalid(String field, String message) {
        return new SlipwayException(
                ErrorCode.VALIDATION_FAILED, field + " " + message, List.of(Problem.of(field, message)));
    }
}
