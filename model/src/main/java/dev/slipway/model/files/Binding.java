package dev.slipway.model.files;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.source.Pointers;
import java.util.List;

/** Makes records of trees that hold every rule of their schema. */
final class Binding {
    private static final int MOST_LEFT_OUT = 100;

    private Binding() {}

    /** The record, or where and why the tree is none. */
    static <T> Parsed<T> bind(JsonNode tree, Class<T> type, String pointer, SourceMap source) {
        try {
            T value = ModelJson.mapper().treeToValue(tree, type);
            return value == null
                    ? new Parsed.Invalid<>(List.of(source.problem(pointer, "must hold fields", null)))
                    : new Parsed.Valid<>(value);
        } catch (JsonMappingException e) {
            return new Parsed.Invalid<>(List.of(problem(e, pointer, source)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return new Parsed.Invalid<>(List.of(source.problem(pointer, "cannot be read", null)));
        }
    }

    /** The record with single values left out that cannot be read, so that everything else can still be judged. */
    static <T> Parsed<T> bindWhatFits(JsonNode tree, Class<T> type) {
        JsonNode rest = tree.deepCopy();
        Parsed<T> bound = bind(rest, type, "", SourceMap.NONE);
        for (int i = 0; i < MOST_LEFT_OUT && bound instanceof Parsed.Invalid<T>; i++) {
            if (!leaveOut(rest, bound.problems().getFirst().field())) {
                return bound;
            }
            bound = bind(rest, type, "", SourceMap.NONE);
        }
        return bound;
    }

    private static boolean leaveOut(JsonNode tree, String pointer) {
        JsonPointer place = JsonPointer.compile(pointer);
        if (!tree.at(place).isValueNode() || !(tree.at(place.head()) instanceof ObjectNode holder)) {
            return false;
        }
        holder.remove(place.last().getMatchingProperty());
        return true;
    }

    private static Problem problem(JsonMappingException e, String base, SourceMap source) {
        StringBuilder pointer = new StringBuilder(base);
        for (JsonMappingException.Reference step : e.getPath()) {
            String name = step.getFieldName();
            pointer.append(name == null ? "/" + step.getIndex() : Pointers.child("", name));
        }
        String message =
                e.getCause() instanceof SlipwayException own ? String.valueOf(own.getMessage()) : "has a wrong value";
        return source.problem(pointer.toString(), message, null);
    }
}
