package dev.slipway.model.files.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import dev.slipway.model.Problem;
import dev.slipway.model.files.SourceMap;
import dev.slipway.model.files.source.Excerpt;
import dev.slipway.model.files.source.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Says in plain words what a validator found; titles in the schemas say what a value should be. */
final class SchemaMessages {
    private final JsonNode schema;
    private final JsonNode root;
    private final SourceMap source;

    SchemaMessages(JsonNode schema, JsonNode root, SourceMap source) {
        this.schema = schema;
        this.root = root;
        this.source = source;
    }

    Problem of(ValidationMessage found) {
        String pointer = found.getInstanceLocation().toString();
        String rulePointer = found.getSchemaLocation().getFragment().toString();
        JsonNode rules = schema.at(rulePointer.substring(0, Math.max(0, rulePointer.lastIndexOf('/'))));
        String keyword = rulePointer.substring(rulePointer.lastIndexOf('/') + 1);
        return switch (keyword) {
            case "additionalProperties" -> unknownField(pointer, name(found), rules);
            case "propertyNames" -> badName(pointer, name(found), schema.at(rulePointer));
            case "required" -> missing(pointer, name(found), rules);
            case "enum", "const" -> choice(pointer, rules);
            case "minItems", "maxItems", "uniqueItems" -> list(pointer, keyword, rules);
            case "minProperties", "maxProperties" -> fields(pointer, rules);
            case "maxLength", "minLength" -> length(pointer, keyword, rules);
            default -> shape(pointer, rulePointer, rules);
        };
    }

    private Problem unknownField(String pointer, String name, JsonNode rules) {
        List<String> known = names(rules.path("properties"));
        String message = "there is no field '" + Excerpt.of(name) + "' here";
        return source.nameProblem(Pointers.child(pointer, name), message, NearMiss.fix(name, known));
    }

    private Problem badName(String pointer, String name, JsonNode rule) {
        JsonNode resolved = follow(rule);
        String wanted = resolved.path("title").asText("a name that is allowed here");
        return source.nameProblem(Pointers.child(pointer, name), "'" + Excerpt.of(name) + "' must be " + wanted, null);
    }

    private Problem missing(String pointer, String name, JsonNode rules) {
        JsonNode rule = rules.path("properties").path(name);
        String description = rule.path("description").asText("");
        String fix = description.isEmpty() ? null : "add it: " + firstSentence(description);
        return source.problem(pointer, "field '" + name + "' is missing", fix);
    }

    private Problem choice(String pointer, JsonNode rules) {
        List<String> allowed = new ArrayList<>();
        if (rules.has("const")) {
            allowed.add(rules.get("const").asText());
        }
        rules.path("enum").forEach(value -> allowed.add(value.asText()));
        String written = root.at(pointer).isTextual() ? root.at(pointer).asText() : "";
        String near = NearMiss.of(written, allowed)
                .map(name -> "did you mean '" + name + "'?")
                .orElse(null);
        String message = allowed.size() == 1
                ? "must be '" + allowed.getFirst() + "'"
                : "must be one of " + String.join(", ", allowed);
        return source.problem(pointer, message + was(pointer), near);
    }

    private Problem list(String pointer, String keyword, JsonNode rules) {
        String message = switch (keyword) {
            case "minItems" -> "must have at least " + count(rules.path(keyword).asInt(), "item");
            case "maxItems" -> "must have at most " + count(rules.path(keyword).asInt(), "item");
            default -> "holds the same item twice";
        };
        return source.problem(pointer, message, null);
    }

    private Problem fields(String pointer, JsonNode rules) {
        if (rules.path("minProperties").asInt() == rules.path("maxProperties").asInt(-1)) {
            String names = String.join(", ", names(rules.path("properties")));
            return source.problem(pointer, "must have exactly one of " + names, null);
        }
        return source.problem(
                pointer, "must have at most " + rules.path("maxProperties").asInt() + " fields", null);
    }

    private Problem length(String pointer, String keyword, JsonNode rules) {
        String side = keyword.equals("maxLength") ? "at most " : "at least ";
        return source.problem(
                pointer, "must have " + side + count(rules.path(keyword).asInt(), "character"), null);
    }

    private Problem shape(String pointer, String rulePointer, JsonNode rules) {
        String wanted = rules.path("title").asText("");
        if (wanted.isEmpty()) {
            wanted = types(rules.path("type"));
        }
        if (wanted.isEmpty()) {
            throw new IllegalStateException("no words for the rule at " + rulePointer);
        }
        return source.problem(pointer, "must be " + wanted + was(pointer), null);
    }

    private JsonNode follow(JsonNode rule) {
        String reference = rule.path("$ref").asText("");
        return reference.startsWith("#/") ? follow(schema.at(reference.substring(1))) : rule;
    }

    private String was(String pointer) {
        JsonNode value = root.at(pointer);
        return switch (value.getNodeType()) {
            case STRING -> ", not '" + Excerpt.of(value.asText()) + "'";
            case NUMBER, BOOLEAN -> ", not " + value.asText();
            case NULL -> ", but nothing is written";
            case ARRAY -> ", not a list";
            case OBJECT, POJO -> ", not fields of its own";
            case BINARY, MISSING -> "";
        };
    }

    private static String name(ValidationMessage found) {
        return found.getProperty() == null ? "" : found.getProperty();
    }

    private static String types(JsonNode type) {
        List<String> words = new ArrayList<>();
        if (type.isTextual()) {
            words.add(type(type.asText()));
        }
        type.forEach(one -> words.add(type(one.asText())));
        return String.join(" or ", words);
    }

    private static String type(String name) {
        return switch (name) {
            case "object" -> "fields with values";
            case "array" -> "a list";
            case "string" -> "a string";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> name;
        };
    }

    private static List<String> names(JsonNode properties) {
        return StreamSupport.stream(properties.properties().spliterator(), false)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String firstSentence(String description) {
        String sentence = description.split("[.;]", 2)[0];
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
