package dev.slipway.model.files.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.slipway.model.ModelJson;
import dev.slipway.model.files.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The published schemas. Where one allows {@code anyOf: [<rule>, reference]}, the loaded form keeps only the rule:
 * references are put in before a tree is checked, so the alternative would only blur the messages.
 */
public final class Schemas {
    private static final String REFERENCE = "#/$defs/reference";
    private static final Map<FileKind, Loaded> LOADED = load();

    private Schemas() {}

    /** The schema as published. */
    public static JsonNode published(FileKind kind) {
        try (InputStream in = Schemas.class.getClassLoader().getResourceAsStream(kind.schemaResource())) {
            if (in == null) {
                throw new IllegalStateException("resource " + kind.schemaResource() + " is missing");
            }
            return ModelJson.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Loaded of(FileKind kind) {
        Loaded loaded = LOADED.get(kind);
        if (loaded == null) {
            throw new IllegalStateException("no schema for " + kind);
        }
        return loaded;
    }

    private static Map<FileKind, Loaded> load() {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(false)
                .failFast(false)
                .build();
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        Map<FileKind, Loaded> loaded = new EnumMap<>(FileKind.class);
        for (FileKind kind : FileKind.values()) {
            JsonNode tree = withoutReferences(published(kind));
            JsonSchema schema = factory.getSchema(tree, config);
            schema.initializeValidators();
            loaded.put(kind, new Loaded(tree, schema));
        }
        return loaded;
    }

    private static JsonNode withoutReferences(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(item -> copy.add(withoutReferences(item)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode copy = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (isChoiceOfReference(entry)) {
                copy.setAll((ObjectNode) withoutReferences(entry.getValue().get(0)));
            } else {
                copy.set(entry.getKey(), withoutReferences(entry.getValue()));
            }
        }
        return copy;
    }

    private static boolean isChoiceOfReference(Map.Entry<String, JsonNode> entry) {
        return entry.getKey().equals("anyOf")
                && entry.getValue().path(1).path("$ref").asText().equals(REFERENCE);
    }

    /**
     * @param tree the schema that is applied
     * @param schema the same, compiled
     */
    record Loaded(JsonNode tree, JsonSchema schema) {}
}
