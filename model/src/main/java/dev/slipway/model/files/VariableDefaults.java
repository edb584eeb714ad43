package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.check.Findings;
import dev.slipway.model.files.source.Pointers;
import java.util.Map;

/** Defaults of a job's variables must be of the declared type. */
final class VariableDefaults {
    private VariableDefaults() {}

    static void check(JsonNode variables, Findings findings) {
        for (Map.Entry<String, JsonNode> entry : variables.properties()) {
            JsonNode value = entry.getValue().path("default");
            String type = entry.getValue().path("type").asText("string");
            if (!value.isMissingNode()
                    && isType(type)
                    && !Variable.Type.of(type).accepts(value)) {
                findings.add(
                        Pointers.child("/spec/variables", entry.getKey()) + "/default",
                        "the default of a variable of type " + type + " must be a " + type,
                        type.equals("string") ? "put it into quotes, or write the 'type' it has" : null);
            }
        }
    }

    private static boolean isType(String text) {
        try {
            Variable.Type.of(text);
            return true;
        } catch (IllegalArgumentException | SlipwayException e) {
            return false;
        }
    }
}
