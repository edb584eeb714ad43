package dev.slipway.model.files.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.model.DataSize;
import dev.slipway.model.Durations;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.UpdateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules of the spec of a job, as a tree: values may still be unknown when a file is read, and are then passed over. */
public final class JobChecks {
    private JobChecks() {}

    /** @param spec the value at {@code /spec} */
    public static void check(JsonNode spec, Findings findings) {
        JsonNode groups = list(spec, "groups");
        findings.unique("/spec/groups", "group", names(groups));
        String type = spec.path("type").asText("service");
        Set<String> services = new HashSet<>();
        for (int i = 0; i < groups.size(); i++) {
            group("/spec/groups/" + i, groups.get(i), type, services, findings);
        }
        JsonNode update = spec.path("update");
        UpdateSpec whole = new UpdateSpec(
                1,
                duration(update, "minHealthyTime", UpdateSpec.DEFAULT.minHealthyTime()),
                duration(update, "healthyDeadline", UpdateSpec.DEFAULT.healthyDeadline()),
                duration(update, "progressDeadline", UpdateSpec.DEFAULT.progressDeadline()),
                false);
        RolloutBounds.check("/spec/update", whole, findings);
    }

    private static void group(String pointer, JsonNode group, String type, Set<String> services, Findings findings) {
        boolean everywhere = type.equals("system") || type.equals("sysbatch");
        if (everywhere && group.has("count")) {
            findings.add(pointer + "/count", "a " + type + " job runs once on every node", "remove the count");
        }
        findings.unique(pointer + "/tasks", "task", names(list(group, "tasks")));
        for (int i = 0; i < list(group, "tasks").size(); i++) {
            task(pointer + "/tasks/" + i, list(group, "tasks").get(i), type, findings);
        }
        JsonNode ports = list(list(group, "networks").path(0), "ports");
        findings.unique(pointer + "/networks/0/ports", "port", names(ports));
        for (int i = 0; i < list(group, "services").size(); i++) {
            service(pointer + "/services/" + i, list(group, "services").get(i), group, services, findings);
        }
    }

    private static void service(
            String pointer, JsonNode service, JsonNode group, Set<String> services, Findings findings) {
        String name = service.path("name").asText();
        if (!services.add(name)) {
            findings.add(pointer + "/name", "service '" + name + "' exists already", "give it another name");
        }
        List<String> ports = names(list(list(group, "networks").path(0), "ports"));
        findings.known(
                pointer + "/port",
                "port of the group called",
                service.path("port").asText(),
                ports);
        List<String> tasks = names(list(group, "tasks"));
        if (service.has("task")) {
            findings.known(
                    pointer + "/task",
                    "task of the group called",
                    service.path("task").asText(),
                    tasks);
        } else if (tasks.size() > 1) {
            findings.add(pointer, "the group has several tasks, so 'task' must say which one serves it", null);
        }
        for (int i = 0; i < list(service, "checks").size(); i++) {
            healthCheck(pointer + "/checks/" + i, list(service, "checks").get(i), findings);
        }
    }

    private static void healthCheck(String pointer, JsonNode check, Findings findings) {
        String type = check.path("type").asText();
        if (check.has("path") && !type.equals("http")) {
            findings.add(pointer + "/path", "a path is asked by http checks only", "remove it, or write 'type: http'");
        }
        if (check.has("command") && !type.equals("script")) {
            findings.add(
                    pointer + "/command",
                    "a command is run by script checks only",
                    "remove it, or write 'type: script'");
        }
        if (type.equals("script") && check.path("command").isEmpty()) {
            findings.add(pointer, "a script check needs a command", "add program and arguments as a list");
        }
        findings.positive(pointer + "/interval", duration(check, "interval"));
        findings.positive(pointer + "/timeout", duration(check, "timeout"));
    }

    private static void task(String pointer, JsonNode task, String type, Findings findings) {
        size(task.path("resources").path("memory"))
                .ifPresent(memory -> PipelineChecks.memory(pointer, memory.bytes(), findings));
        boolean batch = type.equals("batch") || type.equals("sysbatch");
        if (task.has("timeout") && !batch) {
            findings.add(pointer + "/timeout", "a " + type + " job has no end, so no timeout", "remove it");
        }
        if (task.has("outputs") && !batch) {
            findings.add(pointer + "/outputs", "a " + type + " job has no end, so no outputs", "remove them");
        }
        findings.positive(pointer + "/timeout", duration(task, "timeout"));
        List<String> outputs = names(list(task, "outputs"));
        findings.unique(pointer + "/outputs", "output", outputs);
        for (int i = 0; i < outputs.size(); i++) {
            findings.path(
                    pointer + "/outputs/" + i + "/path",
                    list(task, "outputs").get(i).path("path").asText());
        }
        for (int i = 0; i < list(task, "artifacts").size(); i++) {
            String destination =
                    list(task, "artifacts").get(i).path("destination").asText(".");
            findings.path(pointer + "/artifacts/" + i + "/destination", destination);
        }
        environment(pointer, task, findings);
    }

    private static void environment(String pointer, JsonNode task, Findings findings) {
        Set<String> set = new TreeSet<>();
        task.path("env").fieldNames().forEachRemaining(set::add);
        set.forEach(name -> EnvironmentNames.check(pointer + "/env/" + name, name, findings));
        for (int i = 0; i < list(task, "secrets").size(); i++) {
            JsonNode secret = list(task, "secrets").get(i);
            String at = pointer + "/secrets/" + i;
            if (secret.has("env") == secret.has("file")) {
                findings.add(at, "a secret is delivered either as 'env' or as 'file'", "write exactly one of the two");
            }
            if (secret.has("file")) {
                findings.path(at + "/file", secret.path("file").asText());
            }
            String name = secret.path("env").asText("");
            EnvironmentNames.check(at + "/env", name, findings);
            if (!name.isEmpty() && !set.add(name)) {
                findings.add(at + "/env", "environment variable '" + name + "' is set already", null);
            }
        }
    }

    /** The list in a field; an empty one when the field holds anything else, which the schema has found already. */
    private static JsonNode list(JsonNode holder, String field) {
        return holder.path(field).isArray() ? holder.path(field) : MissingNode.getInstance();
    }

    private static List<String> names(JsonNode items) {
        List<String> names = new ArrayList<>();
        items.forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    private static Duration duration(JsonNode holder, String field, Duration absent) {
        Duration given = duration(holder, field);
        return given == null ? absent : given;
    }

    private static @Nullable Duration duration(JsonNode holder, String field) {
        try {
            return holder.has(field) ? Durations.parse(holder.get(field).asText()) : null;
        } catch (SlipwayException e) {
            return null;
        }
    }

    private static Optional<DataSize> size(JsonNode node) {
        try {
            return node.isTextual() ? Optional.of(DataSize.parse(node.asText())) : Optional.empty();
        } catch (SlipwayException e) {
            return Optional.empty();
        }
    }
}
