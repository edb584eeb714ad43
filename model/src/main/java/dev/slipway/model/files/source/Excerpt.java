package dev.slipway.model.files.source;

/** Keeps what is quoted in messages short and printable. */
public final class Excerpt {
    private static final int LENGTH = 60;

    private Excerpt() {}

    /** At most 60 characters of {@code text}, control characters replaced. */
    public static String of(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "\u00B7");
        return printable.length() <= LENGTH ? printable : printable.substring(0, LENGTH) + "\u2026";
    }
}
