package dev.slipway.provisioners.hcl;

import dev.slipway.provisioners.hcl.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts HCL native syntax into tokens, following strings, heredocs and interpolations wherever they nest. */
final class Lexer {
    private static final List<String> OPERATORS = List.of("...", "==", "!=", "<=", ">=", "=>", "&&", "||", "::");
    private static final String SINGLES = "{}[]()=.,:?!<>+-*/%";
    private static final int DEEPEST = 60;

    private final Cursor cursor;
    private final Templates templates;
    private int depth;

    Lexer(Cursor cursor) {
        this.cursor = cursor;
        this.templates = new Templates(cursor, this);
    }

    /** All tokens of a file. */
    List<Token> file() throws HclException {
        List<Token> tokens = new ArrayList<>();
        while (!cursor.atEnd()) {
            addNext(tokens);
        }
        return tokens;
    }

    /** Tokens up to the brace that closes an interpolation; the brace is consumed. */
    List<Token> interpolation() throws HclException {
        if (++depth > DEEPEST) {
            throw cursor.error("interpolations are nested too deep");
        }
        List<Token> tokens = new ArrayList<>();
        int braces = 0;
        while (true) {
            if (cursor.atEnd()) {
                throw cursor.error("an interpolation is not closed");
            }
            if (cursor.peek(0) == '~' && cursor.peek(1) == '}' && braces == 0) {
                cursor.next();
            }
            if (cursor.peek(0) == '}' && braces == 0) {
                cursor.next();
                depth--;
                return tokens;
            }
            braces += braceStep(cursor.peek(0));
            addNext(tokens);
        }
    }

    private static int braceStep(char next) {
        return switch (next) {
            case '{' -> 1;
            case '}' -> -1;
            default -> 0;
        };
    }

    private void addNext(List<Token> tokens) throws HclException {
        char next = cursor.peek(0);
        int line = cursor.line();
        int column = cursor.column();
        if (next == '\n') {
            cursor.next();
            tokens.add(Token.of(Kind.NEWLINE, "", line, column));
        } else if (next == ' ' || next == '\t' || next == '\r') {
            cursor.next();
        } else if (next == '#' || cursor.looksAt("//")) {
            lineComment();
        } else if (cursor.looksAt("/*")) {
            blockComment();
        } else if (next == '"') {
            cursor.next();
            tokens.add(new Token(Kind.TEMPLATE, "", templates.quoted(), line, column));
        } else if (cursor.looksAt("<<")) {
            tokens.add(new Token(Kind.TEMPLATE, "", templates.heredoc(), line, column));
        } else {
            tokens.add(word(line, column));
        }
    }

    private Token word(int line, int column) throws HclException {
        char next = cursor.peek(0);
        if (Character.isUnicodeIdentifierStart(next) || next == '_' || Character.isSurrogate(next)) {
            return Token.of(Kind.IDENTIFIER, identifier(), line, column);
        }
        if (next >= '0' && next <= '9') {
            return Token.of(Kind.NUMBER, number(), line, column);
        }
        for (String operator : OPERATORS) {
            if (cursor.looksAt(operator)) {
                cursor.skip(operator.length());
                return Token.of(Kind.PUNCTUATION, operator, line, column);
            }
        }
        if (SINGLES.indexOf(next) < 0) {
            throw cursor.error("unexpected character U+" + Integer.toHexString(next));
        }
        return Token.of(Kind.PUNCTUATION, String.valueOf(cursor.next()), line, column);
    }

    String identifier() {
        StringBuilder name = new StringBuilder();
        char next = cursor.peek(0);
        while (Character.isUnicodeIdentifierPart(next) && next != '\0' || next == '-' || Character.isSurrogate(next)) {
            name.append(cursor.next());
            next = cursor.peek(0);
        }
        return name.toString();
    }

    private String number() {
        StringBuilder digits = new StringBuilder();
        char next = cursor.peek(0);
        boolean exponent = false;
        while (next >= '0' && next <= '9'
                || next == 'e'
                || next == 'E'
                || next == '.' && Character.isDigit(cursor.peek(1))
                || exponent && (next == '+' || next == '-')) {
            exponent = next == 'e' || next == 'E';
            digits.append(cursor.next());
            next = cursor.peek(0);
        }
        return digits.toString();
    }

    private void lineComment() {
        while (!cursor.atEnd() && cursor.peek(0) != '\n') {
            cursor.next();
        }
    }

    private void blockComment() throws HclException {
        while (!cursor.looksAt("*/")) {
            if (cursor.atEnd()) {
                throw cursor.error("a comment is not closed");
            }
            cursor.next();
        }
        cursor.skip(2);
    }
}
