package dev.slipway.provisioners.hcl;

import java.util.List;

/**
 * A piece of an expression. Comments are gone; strings and heredocs are templates whose parts are literals and
 * interpolations.
 *
 * @param kind what it is
 * @param text identifier, number, punctuation or decoded literal; empty for templates and interpolations
 * @param parts of a template: literals and interpolations; of an interpolation: its tokens
 * @param line from 1
 * @param column from 1
 */
public record Token(Kind kind, String text, List<Token> parts, int line, int column) {
    public Token {
        parts = List.copyOf(parts);
    }

    /** What a token is. */
    public enum Kind {
        IDENTIFIER,
        NUMBER,
        PUNCTUATION,
        NEWLINE,
        TEMPLATE,
        LITERAL,
        INTERPOLATION
    }

    static Token of(Kind kind, String text, int line, int column) {
        return new Token(kind, text, List.of(), line, column);
    }

    /** Whether it is that punctuation. */
    public boolean is(String punctuation) {
        return kind == Kind.PUNCTUATION && text.equals(punctuation);
    }

    /** Whether it is a string without interpolation. */
    public boolean isPlainString() {
        return kind == Kind.TEMPLATE && parts.stream().allMatch(part -> part.kind == Kind.LITERAL);
    }

    /** The literal text of a template; interpolations are left out. */
    public String literal() {
        StringBuilder result = new StringBuilder();
        for (Token part : parts) {
            if (part.kind == Kind.LITERAL) {
                result.append(part.text);
            }
        }
        return result.toString();
    }
}
