package dev.slipway.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Spans of time for people. */
public final class Spans {
    private Spans() {}

    /** {@code 0.4s}, {@code 12s}, {@code 3m05s}, {@code 2h07m}, {@code 3d04h}; negative ones count as nothing. */
    public static String text(Duration span) {
        long millis = Math.max(0, span.toMillis());
        long seconds = millis / 1000;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%d.%ds", seconds, millis % 1000 / 100);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return two(seconds / 60, "m", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3_600, "h", seconds / 60 % 60, "m");
        }
        return two(seconds / 86_400, "d", seconds / 3_600 % 24, "h");
    }

    /** From start to end or, when that is open, to now; empty before the start. */
    public static String between(@Nullable Instant start, @Nullable Instant end, Instant now) {
        return start == null ? "" : text(Duration.between(start, end == null ? now : end));
    }

    /** {@code 3m05s ago}. */
    public static String ago(@Nullable Instant then, Instant now) {
        return then == null ? "" : between(then, null, now) + " ago";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return String.format(Locale.ROOT, "%d%s%02d%s", large, largeUnit, small, smallUnit);
    }
}
