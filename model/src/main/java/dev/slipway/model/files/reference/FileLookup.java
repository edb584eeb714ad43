package dev.slipway.model.files.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.files.schema.NearMiss;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What can be known of a job file's references before there is a run: defaults, and which variables exist. */
public final class FileLookup implements Lookup {
    private static final JsonNode SAMPLE_TEXT = TextNode.valueOf("sample");
    private static final JsonNode SAMPLE_DIGEST = TextNode.valueOf("sha256:" + "0".repeat(64));

    private final JsonNode variables;

    /** @param variables the value at {@code /spec/variables}, possibly missing or malformed */
    public FileLookup(JsonNode variables) {
        this.variables = variables;
    }

    @Override
    public Answer find(Reference reference) {
        return switch (reference.scope()) {
            case ARTIFACT -> new Answer.Known(reference.part().equals("digest") ? SAMPLE_DIGEST : SAMPLE_TEXT);
            case RUN, ENV -> new Answer.Known(SAMPLE_TEXT);
            case INFRA -> new Answer.Later();
            case VAR -> variable(reference.name());
        };
    }

    private Answer variable(String name) {
        if (!variables.has(name)) {
            List<String> declared = StreamSupport.stream(variables.properties().spliterator(), false)
                    .map(Map.Entry::getKey)
                    .toList();
            String fix = NearMiss.fix(name, declared);
            return new Answer.None(
                    "the file declares no variable '" + name + "'",
                    fix == null ? "declare it under spec.variables" : fix);
        }
        JsonNode value = variables.path(name).path("default");
        return value.isValueNode() && !value.isNull() ? new Answer.Known(value) : new Answer.Later();
    }
}
