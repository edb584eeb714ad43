package dev.slipway.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demonstration's forge and scanner received.
 *
 * @param file one JSON object per line
 */
record Journal(Path file) {
    /** Messages of one address that mention {@code word}, oldest first. */
    List<JsonNode> messages(String path, String word) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.contains(word))
                    .map(line -> ModelJson.read(line, JsonNode.class))
                    .filter(entry -> entry.path("path").asText().equals(path))
                    .map(entry -> entry.path("message"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** States of the commit statuses of a commit, oldest first, without repeats. */
    List<String> states(String commit) {
        return messages("/status", commit).stream()
                .map(message -> message.path("state").asText())
                .distinct()
                .toList();
    }
}
