package dev.slipway.model.files;

import dev.slipway.model.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the values and field names of a document stand in its text.
 *
 * @param values position of values by JSON pointer
 * @param names position of field names by JSON pointer of the field
 */
public record SourceMap(Map<String, Position> values, Map<String, Position> names) {
    /** Of documents that have no text, such as those read from the database. */
    public static final SourceMap NONE = new SourceMap(Map.of(), Map.of());

    public SourceMap {
        values = Map.copyOf(values);
        names = Map.copyOf(names);
    }

    /** Position of the value at {@code pointer} or of the nearest one around it; line 0 when there is no text. */
    public Position at(String pointer) {
        String near = pointer;
        while (true) {
            Position found = values.get(near);
            if (found != null) {
                return found;
            }
            if (near.isEmpty()) {
                return new Position(0, 0);
            }
            near = near.substring(0, Math.max(0, near.lastIndexOf('/')));
        }
    }

    /** A problem with the position of the value at {@code pointer}. */
    public Problem problem(String pointer, String message, @Nullable String fix) {
        Position position = at(pointer);
        return new Problem(pointer, position.line(), position.column(), message, fix);
    }

    /** A problem with the position of the field name at {@code pointer}. */
    public Problem nameProblem(String pointer, String message, @Nullable String fix) {
        Position position = names.getOrDefault(pointer, at(pointer));
        return new Problem(pointer, position.line(), position.column(), message, fix);
    }

    /**
     * @param line from 1
     * @param column from 1
     */
    public record Position(int line, int column) {}
}
