package dev.slipway.provisioners.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resource changes of a plan. */
public final class PlanChanges {
    private final List<JsonNode> changes;

    private PlanChanges(List<JsonNode> changes) {
        this.changes = changes;
    }

    /** Changes that do something; reads of data sources and what stays as it is are left out. */
    public static PlanChanges of(ObjectNode plan) {
        List<JsonNode> changes = new ArrayList<>();
        for (JsonNode change : plan.path("resource_changes")) {
            Set<String> actions = actions(change);
            if (!actions.equals(Set.of("no-op")) && !actions.equals(Set.of("read"))) {
                changes.add(change);
            }
        }
        return new PlanChanges(changes);
    }

    public static PlanChanges of(String json) {
        return of(ModelJson.read(json, ObjectNode.class));
    }

    /** Resources to add; a replacement counts here and under {@link #deletes()}. */
    public int creates() {
        return count("create");
    }

    /** Resources to change in place. */
    public int updates() {
        return count("update");
    }

    /** Resources to destroy or replace. */
    public int deletes() {
        return count("delete");
    }

    /**
     * Addresses whose change goes beyond an earlier plan: another action, or another value where that plan knew one. A
     * resource that was created half and is marked for it may be replaced where it was to be created.
     */
    public List<String> beyond(PlanChanges allowed) {
        Map<String, List<JsonNode>> allowedByAddress = new HashMap<>();
        allowed.changes.forEach(change -> allowedByAddress
                .computeIfAbsent(change.path("address").asText(), address -> new ArrayList<>())
                .add(change));
        return changes.stream()
                .filter(change -> allowedByAddress
                        .getOrDefault(change.path("address").asText(), List.of())
                        .stream()
                        .noneMatch(other -> continues(change, other)))
                .map(change -> change.path("address").asText())
                .toList();
    }

    private static boolean continues(JsonNode change, JsonNode allowed) {
        Set<String> wanted = new HashSet<>(actions(change));
        if (change.path("action_reason").asText().equals("replace_because_tainted")) {
            wanted.remove("delete");
        }
        if (!actions(allowed).containsAll(wanted)) {
            return false;
        }
        JsonNode effect = change.path("change");
        JsonNode allowedEffect = allowed.path("change");
        return !wanted.contains("create") && !wanted.contains("update")
                || within(
                        effect.path("after"),
                        effect.path("after_unknown"),
                        allowedEffect.path("after"),
                        allowedEffect.path("after_unknown"));
    }

    /** Whether a value is the allowed one, or the allowed plan could not know it. */
    private static boolean within(JsonNode value, JsonNode unknown, JsonNode allowed, JsonNode allowedUnknown) {
        if (allowedUnknown.isBoolean() && allowedUnknown.booleanValue()) {
            return true;
        }
        if (unknown.isBoolean() && unknown.booleanValue()) {
            return false;
        }
        if (value.isObject() && (allowed.isObject() || allowedUnknown.isObject())) {
            Set<String> names = new HashSet<>();
            value.fieldNames().forEachRemaining(names::add);
            unknown.fieldNames().forEachRemaining(names::add);
            allowed.fieldNames().forEachRemaining(names::add);
            return names.stream()
                    .allMatch(name -> within(
                            value.path(name), unknown.path(name), allowed.path(name), allowedUnknown.path(name)));
        }
        if (value.isArray() && allowed.isArray() && value.size() == allowed.size()) {
            for (int i = 0; i < value.size(); i++) {
                if (!within(value.path(i), unknown.path(i), allowed.path(i), allowedUnknown.path(i))) {
                    return false;
                }
            }
            return true;
        }
        return absent(value) && absent(allowed) || value.equals(allowed);
    }

    private static boolean absent(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    private int count(String action) {
        return (int) changes.stream()
                .filter(change -> actions(change).contains(action))
                .count();
    }

    private static Set<String> actions(JsonNode change) {
        Set<String> actions = new HashSet<>();
        change.path("change").path("actions").forEach(action -> actions.add(action.asText()));
        return actions;
    }
}
