package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk with its unit, such as {@code 256MiB}.
 *
 * @param bytes the amount, 0 and up
 */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB|TiB)");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    public DataSize {
        if (bytes < 0) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "a size must not be negative");
        }
    }

    @JsonCreator
    public static DataSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED,
                    "not a size: '" + text + "'; write a number with B, KiB, MiB, GiB or TiB");
        }
        int shift = 10 * UNITS.indexOf(matcher.group(2));
        long amount = Long.parseLong(matcher.group(1));
        if (amount > Long.MAX_VALUE >> shift) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "the size '" + text + "' is too large");
        }
        return new DataSize(amount << shift);
    }

    public static DataSize ofMebibytes(long amount) {
        return new DataSize(amount << 20);
    }

    @JsonValue
    public String text() {
        int unit = 0;
        long amount = bytes;
        while (amount > 0 && amount % 1024 == 0 && unit < UNITS.size() - 1) {
            amount /= 1024;
            unit++;
        }
        return amount + UNITS.get(unit);
    }

    @Override
    public String toString() {
        return text();
    }
}
