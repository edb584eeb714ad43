package dev.slipway.provisioners.hcl;

import dev.slipway.provisioners.hcl.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads the inside of quoted strings, heredocs and whole template files. */
final class Templates {
    private final Cursor cursor;
    private final Lexer lexer;

    Templates(Cursor cursor, Lexer lexer) {
        this.cursor = cursor;
        this.lexer = lexer;
    }

    /** Parts up to the closing quote, which is consumed. */
    List<Token> quoted() throws HclException {
        Parts parts = new Parts();
        while (true) {
            if (cursor.atEnd() || cursor.peek(0) == '\n') {
                throw cursor.error("a string is not closed");
            }
            if (cursor.peek(0) == '"') {
                cursor.next();
                return parts.end();
            }
            if (cursor.peek(0) == '\\') {
                parts.append(escape());
            } else {
                step(parts);
            }
        }
    }

    /** Parts of {@code <<NAME} up to and including the line that ends it, without its newline. */
    List<Token> heredoc() throws HclException {
        cursor.skip(cursor.looksAt("<<-") ? 3 : 2);
        String marker = lexer.identifier();
        if (marker.isEmpty() || !cursor.restOfLine().isBlank()) {
            throw cursor.error("a heredoc must begin with its name alone");
        }
        cursor.skip(cursor.restOfLine().length());
        Parts parts = new Parts();
        while (!cursor.atEnd()) {
            if (cursor.peek(0) == '\n' && restAfterNewline().equals(marker)) {
                cursor.next();
                cursor.skip(cursor.restOfLine().length());
                return parts.end();
            }
            step(parts);
        }
        throw cursor.error("heredoc " + marker + " is not closed");
    }

    /** Parts of a whole text, such as a template file or a string of JSON syntax. */
    List<Token> whole() throws HclException {
        Parts parts = new Parts();
        while (!cursor.atEnd()) {
            step(parts);
        }
        return parts.end();
    }

    private String restAfterNewline() {
        Cursor ahead = cursor.copy();
        ahead.next();
        return ahead.restOfLine().strip();
    }

    /** Takes one literal character, an escaped {@code $${} or a whole interpolation. */
    private void step(Parts parts) throws HclException {
        char next = cursor.peek(0);
        if (next != '$' && next != '%') {
            parts.append(String.valueOf(cursor.next()));
            return;
        }
        int run = run(next);
        if (cursor.peek(run) != '{') {
            parts.append(String.valueOf(next).repeat(run));
            cursor.skip(run);
            return;
        }
        if (run > 2) {
            throw cursor.error("'" + String.valueOf(next).repeat(run) + "{' is ambiguous");
        }
        if (run == 2) {
            cursor.skip(3);
            parts.append(next + "{");
            return;
        }
        interpolation(parts);
    }

    private void interpolation(Parts parts) throws HclException {
        int line = cursor.line();
        int column = cursor.column();
        cursor.skip(cursor.peek(2) == '~' ? 3 : 2);
        parts.add(new Token(Kind.INTERPOLATION, "", lexer.interpolation(), line, column));
    }

    private int run(char value) {
        int count = 1;
        while (cursor.peek(count) == value) {
            count++;
        }
        return count;
    }

    private String escape() throws HclException {
        cursor.next();
        if (cursor.atEnd()) {
            throw cursor.error("a string is not closed");
        }
        char kind = cursor.next();
        return switch (kind) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"' -> "\"";
            case '\\' -> "\\";
            case 'u' -> codePoint(4);
            case 'U' -> codePoint(8);
            default -> throw cursor.error("unknown escape \\" + kind);
        };
    }

    private String codePoint(int digits) throws HclException {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < digits && !cursor.atEnd(); i++) {
            hex.append(cursor.next());
        }
        try {
            return Character.toString(Integer.parseInt(hex.toString(), 16));
        } catch (IllegalArgumentException e) {
            throw cursor.error("not a code point: " + hex);
        }
    }

    /** Collects literals between interpolations. */
    private final class Parts {
        private final List<Token> parts = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();

        void append(String text) {
            literal.append(text);
        }

        void add(Token part) {
            flush();
            parts.add(part);
        }

        List<Token> end() {
            flush();
            return parts;
        }

        private void flush() {
            if (!literal.isEmpty()) {
                parts.add(Token.of(Kind.LITERAL, literal.toString(), cursor.line(), cursor.column()));
                literal.setLength(0);
            }
        }
    }
}
