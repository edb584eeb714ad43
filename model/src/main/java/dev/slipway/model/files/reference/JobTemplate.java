package dev.slipway.model.files.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Problem;
import dev.slipway.model.files.SourceMap;
import dev.slipway.model.files.source.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts values into the spec of a job. What guards and other files rely on (names, drivers, types, secrets) must be
 * written out, so that it can be judged before a run.
 */
public final class JobTemplate {
    private static final Set<String> FREE = Set.of("config", "env", "meta");
    private static final Set<String> FIXED =
            Set.of("variables", "name", "driver", "type", "kind", "mode", "port", "task", "killSignal", "secrets");

    private final Substitution substitution;
    private final SourceMap source;
    private final List<Problem> fixed = new ArrayList<>();

    public JobTemplate(Lookup lookup, SourceMap source) {
        this.substitution = new Substitution(lookup, source);
        this.source = source;
    }

    /** The value at {@code pointer} with values put in; {@code node} stays as it is. */
    public JsonNode apply(JsonNode node, String pointer) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                String at = Pointers.child(pointer, entry.getKey());
                copy.set(entry.getKey(), field(entry.getKey(), entry.getValue(), at));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(apply(array.get(i), Pointers.child(pointer, i)));
            }
            return copy;
        }
        return substitution.apply(node, pointer);
    }

    /** What was wrong with references. */
    public List<Problem> problems() {
        List<Problem> all = new ArrayList<>(fixed);
        all.addAll(substitution.problems());
        return all;
    }

    /** Pointers of values that cannot be judged. */
    public Set<String> unknown() {
        return substitution.unknown();
    }

    private JsonNode field(String name, JsonNode value, String pointer) {
        if (FREE.contains(name)) {
            return substitution.apply(value, pointer);
        }
        if (FIXED.contains(name)) {
            mustBeWrittenOut(value, pointer);
            return value;
        }
        return apply(value, pointer);
    }

    private void mustBeWrittenOut(JsonNode node, String pointer) {
        if (node.isTextual() && TemplateText.mayRefer(node.asText())) {
            fixed.add(source.problem(pointer, "a value reference cannot be used here", "write the value out"));
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            mustBeWrittenOut(entry.getValue(), Pointers.child(pointer, entry.getKey()));
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                mustBeWrittenOut(node.get(i), Pointers.child(pointer, i));
            }
        }
    }
}
