package dev.slipway.model.files.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import dev.slipway.model.Problem;
import dev.slipway.model.files.FileKind;
import dev.slipway.model.files.SourceMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds a tree against the schema of its kind. */
public final class SchemaCheck {
    private SchemaCheck() {}

    /**
     * Everything that breaks the schema, at once.
     *
     * @param unknown pointers of values that are not known yet and cannot be judged
     */
    public static List<Problem> check(FileKind kind, JsonNode root, SourceMap source, Set<String> unknown) {
        Schemas.Loaded loaded = Schemas.of(kind);
        SchemaMessages messages = new SchemaMessages(loaded.tree(), root, source);
        List<Problem> problems = new ArrayList<>();
        for (ValidationMessage found : loaded.schema().validate(root)) {
            if (!unknown.contains(found.getInstanceLocation().toString())) {
                problems.add(messages.of(found));
            }
        }
        return problems;
    }
}
