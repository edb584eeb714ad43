package dev.slipway.cli.text;

/** A piece of text with its colour; what a terminal would act on is taken out. */
public record Cell(String text, Colour colour) {
    public Cell {
        text = Plain.line(text);
    }

    public static Cell of(Object value) {
        return new Cell(String.valueOf(value), Colour.PLAIN);
    }

    public static Cell faint(Object value) {
        return new Cell(String.valueOf(value), Colour.FAINT);
    }

    int width() {
        return text.codePointCount(0, text.length());
    }
}
