package dev.slipway.provisioners.hcl;

/** A place in a text, with line and column. */
final class Cursor {
    private final String text;
    private int position;
    private int line;
    private int column;

    Cursor(String text, int line, int column) {
        this.text = text;
        this.line = line;
        this.column = column;
    }

    Cursor copy() {
        Cursor copy = new Cursor(text, line, column);
        copy.position = position;
        return copy;
    }

    boolean atEnd() {
        return position >= text.length();
    }

    /** The character ahead, NUL past the end. */
    char peek(int ahead) {
        int index = position + ahead;
        return index < text.length() ? text.charAt(index) : '\0';
    }

    boolean looksAt(String expected) {
        return text.startsWith(expected, position);
    }

    char next() {
        char value = text.charAt(position++);
        if (value == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return value;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    /** The rest of the line, without moving. */
    String restOfLine() {
        int end = text.indexOf('\n', position);
        return text.substring(position, end < 0 ? text.length() : end);
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    HclException error(String message) {
        return new HclException(message, line, column);
    }
}
