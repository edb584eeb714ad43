package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.files.Values.ArtifactValue;
import dev.slipway.model.files.reference.Lookup;
import dev.slipway.model.files.reference.Reference;
import dev.slipway.model.files.schema.NearMiss;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what references stand for among the values of a run. */
final class ValueLookup implements Lookup {
    private final Values values;

    ValueLookup(Values values) {
        this.values = values;
    }

    @Override
    public Answer find(Reference reference) {
        return switch (reference.scope()) {
            case ARTIFACT -> artifact(reference);
            case VAR -> named("variable", reference.name(), values.variables());
            case INFRA -> named("output of infrastructure", reference.name(), values.infra());
            case RUN -> text(reference.name().equals("id") ? values.runId() : values.commit());
            case ENV -> environment(values.environment());
        };
    }

    private Answer artifact(Reference reference) {
        ArtifactValue value = values.artifacts().get(reference.name());
        if (value == null) {
            String fix = NearMiss.fix(reference.name(), values.artifacts().keySet());
            return new Answer.None("there is no artifact '" + reference.name() + "'", fix);
        }
        return text(
                reference.part().equals("uri") ? value.uri() : value.digest().value());
    }

    private static Answer named(String what, String name, Map<String, JsonNode> known) {
        JsonNode value = known.get(name);
        return value == null
                ? new Answer.None("there is no " + what + " '" + name + "'", NearMiss.fix(name, known.keySet()))
                : new Answer.Known(value);
    }

    private static Answer environment(@Nullable String name) {
        return name == null ? new Answer.None("a pipeline task belongs to no environment", null) : text(name);
    }

    private static Answer text(String value) {
        return new Answer.Known(TextNode.valueOf(value));
    }
}
