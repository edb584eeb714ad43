package dev.slipway.provisioners.hcl;

import java.util.List;
import java.util.Optional;

/**
 * {@code name = expression}.
 *
 * @param name as written
 * @param expression its tokens, without newlines
 * @param line from 1
 * @param column from 1
 */
public record Attribute(String name, List<Token> expression, int line, int column) {
    public Attribute {
        expression = List.copyOf(expression);
    }

    /** The value when it is a string without interpolation. */
    public Optional<String> plainString() {
        return expression.size() == 1 && expression.getFirst().isPlainString()
                ? Optional.of(expression.getFirst().literal())
                : Optional.empty();
    }
}
