package dev.slipway.cli.text;

import java.util.regex.Pattern;

/** Text others wrote, such as a commit's subject, made harmless for a terminal. */
public final class Plain {
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\x80-\\x9f]+");
    private static final Pattern UNSAFE_BUT_LINES = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\x80-\\x9f&&[^\\n\\t]]+");

    private Plain() {}

    /** On one line: control and invisible formatting characters become one space. */
    public static String line(String text) {
        return UNSAFE.matcher(text).replaceAll(" ");
    }

    /** As {@link #line}, but line ends and tabs stay. */
    public static String lines(String text) {
        return UNSAFE_BUT_LINES.matcher(text).replaceAll(" ");
    }
}
