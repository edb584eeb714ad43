package dev.slipway.cli.text;

/** Colours of a terminal, by what they say. */
public enum Colour {
    GOOD("32"),
    BAD("31"),
    BUSY("36"),
    WAITS("33"),
    FAINT("2"),
    STRONG("1"),
    PLAIN("");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /** {@code text} between the codes that switch the colour on and off. */
    String paint(String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001B[" + code + "m" + text + "\u001B[0m";
    }
}
