package dev.slipway.model.files;

import dev.slipway.model.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each value of a document stands in its text.
 *
 * @param positions by JSON pointer
 */
public record SourceMap(Map<String, Position> positions) {
    /** Of documents that have no text, such as those read from the database. */
    public static final SourceMap NONE = new SourceMap(Map.of());

    public SourceMap {
        positions = Map.copyOf(positions);
    }

    /** Position of the value at {@code pointer} or of the nearest one around it; line 0 when there is no text. */
    public Position at(String pointer) {
        String near = pointer;
        while (true) {
            Position found = positions.get(near);
            if (found != null) {
                return found;
            }
            if (near.isEmpty()) {
                return new Position(0, 0);
            }
            near = near.substring(0, near.lastIndexOf('/'));
        }
    }

    /** A problem with the position of {@code pointer}. */
    public Problem problem(String pointer, String message, @Nullable String fix) {
        Position position = at(pointer);
        return new Problem(pointer, position.line(), position.column(), message, fix);
    }

    /**
     * @param line from 1
     * @param column from 1
     */
    public record Position(int line, int column) {}
}
