package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.files.schema.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of a kind's fields as its page must show it, made from the published schema. */
final class FieldTable {
    /** Kinds of values the overview page explains. */
    private static final Set<String> EXPLAINED =
            Set.of("name", "duration", "size", "cpu", "digest", "path", "glob", "url", "text");

    private final JsonNode schema;
    private final List<String> rows = new ArrayList<>();

    private FieldTable(JsonNode schema) {
        this.schema = schema;
    }

    static String of(FileKind kind) {
        FieldTable table = new FieldTable(Schemas.published(kind));
        table.rows.add("| Field | Value | Default | Meaning |");
        table.rows.add("|---|---|---|---|");
        table.fields(table.schema, "");
        return String.join("\n", table.rows) + "\n";
    }

    /** Every field with its full name. */
    static List<String> names(FileKind kind) {
        return of(kind).lines().skip(2).map(row -> row.split("`")[1]).toList();
    }

    private void fields(JsonNode object, String prefix) {
        Set<String> required = new HashSet<>();
        object.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> entry : object.path("properties").properties()) {
            field(prefix + entry.getKey(), required.contains(entry.getKey()), entry.getValue());
        }
    }

    private void field(String name, boolean required, JsonNode property) {
        JsonNode rule = follow(property);
        String given = property.has("default") ? "`" + property.get("default") + "`" : required ? "**required**" : "";
        String meaning = property.path("description").asText();
        rows.add("| `" + name + "` | " + value(property) + " | " + given.replace("\"", "") + " | " + meaning + " |");
        JsonNode items = follow(rule.path("items"));
        fields(rule, name + ".");
        fields(items, name + "[].");
        JsonNode values = follow(rule.path("additionalProperties"));
        if (values.has("properties")) {
            fields(values, name + ".<name>.");
        }
    }

    private String value(JsonNode property) {
        String definition = definition(property);
        if (EXPLAINED.contains(definition)) {
            return definition;
        }
        JsonNode rule = follow(property);
        if (rule.has("const")) {
            return "`" + rule.get("const").asText() + "`";
        }
        if (rule.has("enum")) {
            List<String> words = new ArrayList<>();
            rule.get("enum").forEach(word -> words.add("`" + word.asText() + "`"));
            return String.join(", ", words);
        }
        if (rule.path("type").asText().equals("array")) {
            boolean listOfFields = follow(rule.path("items")).has("properties");
            return listOfFields ? "list" : "list of " + value(rule.path("items"));
        }
        if (rule.path("type").asText().equals("object")) {
            return rule.has("properties") ? "fields" : "names with values";
        }
        return rule.has("title")
                ? rule.get("title").asText()
                : rule.path("type").asText().replace("boolean", "true or false");
    }

    private static String definition(JsonNode property) {
        JsonNode rule = property.has("anyOf") ? property.get("anyOf").get(0) : property;
        String reference = rule.path("$ref").asText();
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private JsonNode follow(JsonNode rule) {
        if (rule.has("$ref")) {
            return follow(schema.at(rule.get("$ref").asText().substring(1)));
        }
        return rule.has("anyOf") ? follow(rule.get("anyOf").get(0)) : rule;
    }
}
