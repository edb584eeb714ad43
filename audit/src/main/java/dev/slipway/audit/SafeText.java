package dev.slipway.audit;

/** Text as it may stand in a log: on one line, without anything a terminal would obey, of bounded length. */
final class SafeText {
    /** Longest text, in characters; what is longer is cut and ends with an ellipsis. */
    static final int LONGEST = 2_000;

    private static final int PICTURES = 0x2400;
    private static final int PICTURE_OF_DELETE = 0x2421;
    private static final int REPLACEMENT = 0xFFFD;
    private static final int DELETE = 0x7F;

    private SafeText() {}

    /** C0 controls become their pictures ({@code ␛}), other controls and half characters the replacement character. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST + 1));
        int place = 0;
        while (place < text.length() && safe.length() < LONGEST) {
            int codePoint = text.codePointAt(place);
            safe.appendCodePoint(safe(codePoint));
            place += Character.charCount(codePoint);
        }
        return place < text.length() ? safe.append('\u2026').toString() : safe.toString();
    }

    private static int safe(int codePoint) {
        if (codePoint < ' ') {
            return PICTURES + codePoint;
        }
        if (codePoint == DELETE) {
            return PICTURE_OF_DELETE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> REPLACEMENT;
            default -> codePoint;
        };
    }
}
