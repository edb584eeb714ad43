package dev.slipway.provisioners.hcl;

import dev.slipway.provisioners.hcl.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Arranges tokens of native syntax as attributes and blocks. */
final class NativeParser {
    private static final int DEEPEST = 60;

    private final List<Token> tokens;
    private int position;
    private int depth;

    NativeParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    Block.Body file() throws HclException {
        Block.Body body = body();
        if (position < tokens.size()) {
            throw error("unexpected '}'");
        }
        return body;
    }

    private Block.Body body() throws HclException {
        if (++depth > DEEPEST) {
            throw error("blocks are nested too deep");
        }
        List<Attribute> attributes = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        while (position < tokens.size() && !tokens.get(position).is("}")) {
            Token token = tokens.get(position);
            if (token.kind() == Kind.NEWLINE) {
                position++;
            } else if (token.kind() != Kind.IDENTIFIER) {
                throw error("expected an argument or a block");
            } else if (position + 1 < tokens.size() && tokens.get(position + 1).is("=")) {
                position += 2;
                attributes.add(new Attribute(token.text(), expression(), token.line(), token.column()));
            } else {
                position++;
                blocks.add(block(token));
            }
        }
        depth--;
        return new Block.Body(attributes, blocks);
    }

    private Block block(Token type) throws HclException {
        List<String> labels = new ArrayList<>();
        while (position < tokens.size() && !tokens.get(position).is("{")) {
            Token label = tokens.get(position++);
            if (label.kind() == Kind.IDENTIFIER) {
                labels.add(label.text());
            } else if (label.isPlainString()) {
                labels.add(label.literal());
            } else {
                throw new HclException("expected a block label or '{'", label.line(), label.column());
            }
        }
        position++;
        Block.Body body = body();
        if (position >= tokens.size()) {
            throw new HclException("block " + type.text() + " is not closed", type.line(), type.column());
        }
        position++;
        return new Block(type.text(), labels, body, type.line(), type.column());
    }

    private List<Token> expression() throws HclException {
        List<Token> expression = new ArrayList<>();
        int open = 0;
        while (position < tokens.size()) {
            Token token = tokens.get(position);
            boolean closes = token.is("}") || token.is(")") || token.is("]");
            if (open == 0 && (token.kind() == Kind.NEWLINE || closes)) {
                break;
            }
            if (token.is("{") || token.is("(") || token.is("[")) {
                open++;
            }
            open -= closes ? 1 : 0;
            position++;
            if (token.kind() != Kind.NEWLINE) {
                expression.add(token);
            }
        }
        if (expression.isEmpty() || open > 0) {
            throw error("an expression is missing or not closed");
        }
        return expression;
    }

    private HclException error(String message) {
        Token at =
                tokens.isEmpty() ? Token.of(Kind.NEWLINE, "", 1, 1) : tokens.get(Math.min(position, tokens.size() - 1));
        return new HclException(message, at.line(), at.column());
    }
}
