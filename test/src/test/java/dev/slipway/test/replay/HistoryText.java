package dev.slipway.test.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.ModelJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Brings a history into the form it is kept in: one event a line, nothing of the machine it was recorded on. */
final class HistoryText {
    private static final Pattern PROCESS = Pattern.compile("[0-9]+@[A-Za-z0-9._-]+");

    private HistoryText() {}

    /** Returns the text to keep. */
    static String normalised(String history) {
        JsonNode document = ModelJson.read(history, JsonNode.class);
        List<String> lines = new ArrayList<>();
        for (JsonNode event : document.path("events")) {
            lines.add(ModelJson.write(clean(event)));
        }
        return "{\"events\":[\n" + String.join(",\n", lines) + "\n]}\n";
    }

    /** The history with everything readable that hides in its payloads, to search in. */
    static String open(String history) {
        StringBuilder text = new StringBuilder(history);
        ModelJson.read(history, JsonNode.class)
                .findValues("data")
                .forEach(data -> text.append('\n').append(decoded(data.asText())));
        return text.toString();
    }

    private static String decoded(String data) {
        try {
            return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return data;
        }
    }

    private static JsonNode clean(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(entry -> entry.setValue(
                            entry.getKey().equals("identity") ? TextNode.valueOf("worker") : clean(entry.getValue())));
            return object;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, clean(array.get(i)));
            }
            return array;
        }
        return node.isTextual()
                ? TextNode.valueOf(PROCESS.matcher(node.asText()).replaceAll("worker"))
                : node;
    }
}
