package dev.slipway.cli.show;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Amounts of bytes for people. */
public final class Sizes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Sizes() {}

    /** {@code 12B}, {@code 1.5MiB}; empty for null. */
    public static String text(@Nullable Long bytes) {
        if (bytes == null) {
            return "";
        }
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(
                Locale.ROOT, unit == 0 || amount == Math.rint(amount) ? "%.0f%s" : "%.1f%s", amount, UNITS[unit]);
    }
}
