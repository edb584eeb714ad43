package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A job with value references still in it, so its spec stays a tree; {@link JobResolver} makes a
 * {@link dev.slipway.model.spec.JobSpec} of it. {@code kind: Job}.
 *
 * @param spec shape of {@link dev.slipway.model.spec.JobSpec} without name, region and pool, plus {@code variables}
 */
public record JobFile(String apiVersion, FileKind kind, Metadata metadata, ObjectNode spec) {
    public JobFile {
        Objects.requireNonNull(metadata, "metadata is null");
        spec = spec.deepCopy();
    }

    public String name() {
        return metadata.name();
    }

    /** Declared variables by name, in the order of the file. */
    public Map<String, Variable> variables() {
        Map<String, Variable> declared = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : spec.path("variables").properties()) {
            declared.put(entry.getKey(), Variable.of(entry.getValue()));
        }
        return declared;
    }

    /** The spec without its variables; a fresh copy. */
    public ObjectNode template() {
        ObjectNode template = spec.deepCopy();
        template.remove("variables");
        return template;
    }

    /** Names of the drivers its tasks use. */
    public Set<String> drivers() {
        Set<String> drivers = new TreeSet<>();
        for (JsonNode group : spec.path("groups")) {
            for (JsonNode task : group.path("tasks")) {
                drivers.add(task.path("driver").asText());
            }
        }
        return drivers;
    }
}
