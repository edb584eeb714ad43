package dev.slipway.provisioners.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.ModelJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces sensitive values in a plan by {@code hmac:<32 hex digits>}: equal values give equal text within one
 * installation, so that a policy can still compare, and nobody without the key can guess. What the plan marks as
 * sensitive is replaced where it stands; its strings and the secrets given by name are also replaced wherever they
 * appear inside other strings and, when they are long, in names of values. The plan's own vocabulary stays: a secret that
 * reads {@code delete} must not hide a deletion.
 */
public final class Redaction {
    private static final Map<String, String> MASKED = Map.of(
            "before", "before_sensitive",
            "after", "after_sensitive",
            "values", "sensitive_values");
    private static final Set<String> DATA = Set.of("before", "after", "values", "value", "default", "constant_value");
    private static final Set<String> VOCABULARY = Set.of(
            "actions",
            "action_reason",
            "mode",
            "type",
            "provider_name",
            "provider_config_key",
            "format_version",
            "terraform_version",
            "timestamp");
    private static final int SHORTEST_SPREAD = 6;
    private static final int SHORTEST_NAME = 8;
    private static final int HEX_DIGITS = 32;

    private final SecretKeySpec key;

    /** @param key of the installation, at least 16 bytes */
    public Redaction(byte[] key) {
        if (key.length < 16) {
            throw new IllegalArgumentException("the redaction key has fewer than 16 bytes");
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * @param plan as {@code show -json} writes it; not changed
     * @param secretNames input variables whose values are secret
     * @param secrets their values
     */
    public ObjectNode redact(ObjectNode plan, Set<String> secretNames, Collection<String> secrets) {
        Set<String> found = new LinkedHashSet<>(secrets);
        ObjectNode marked = plan.deepCopy();
        variables(marked, secretNames, found);
        outputs(marked.path("planned_values").path("outputs"), found);
        outputs(marked.path("prior_state").path("values").path("outputs"), found);
        marks(marked, found);
        return structure(marked, new SecretForms(found));
    }

    /** The value with every secret inside its strings replaced. */
    public JsonNode redactValue(JsonNode value, Collection<String> secrets) {
        SecretForms forms = new SecretForms(secrets);
        return data(value, forms, forms.atLeast(SHORTEST_NAME));
    }

    /** What stands in the place of a value. */
    String mark(JsonNode value) {
        return mark(value.isTextual() ? value.textValue() : ModelJson.canonical(value));
    }

    private String mark(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return "hmac:" + HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing from this Java platform", e);
        }
    }

    private void variables(ObjectNode plan, Set<String> secretNames, Set<String> found) {
        JsonNode declared = plan.path("configuration").path("root_module").path("variables");
        plan.path("variables").properties().forEach(entry -> {
            boolean sensitive = declared.path(entry.getKey()).path("sensitive").asBoolean();
            if ((sensitive || secretNames.contains(entry.getKey()))
                    && entry.getValue() instanceof ObjectNode variable) {
                variable.set("value", replace(variable.path("value"), found));
            }
        });
    }

    private void outputs(JsonNode outputs, Set<String> found) {
        outputs.forEach(output -> {
            if (output instanceof ObjectNode object && object.path("sensitive").asBoolean() && object.has("value")) {
                object.set("value", replace(object.path("value"), found));
            }
        });
    }

    /** Walks the plan for values that have a mask beside them. */
    private void marks(JsonNode node, Set<String> found) {
        if (node instanceof ObjectNode object) {
            MASKED.forEach((value, mask) -> {
                if (object.has(value) && object.has(mask)) {
                    object.set(value, masked(object.path(value), object.path(mask), found));
                }
            });
            if (object.path("sensitive").asBoolean() && object.has("default")) {
                object.set("default", replace(object.path("default"), found));
            }
        }
        node.forEach(child -> marks(child, found));
    }

    private JsonNode masked(JsonNode value, JsonNode mask, Set<String> found) {
        if (mask.isBoolean()) {
            return mask.booleanValue() ? replace(value, found) : value;
        }
        if (value instanceof ObjectNode object) {
            mask.properties().forEach(entry -> {
                if (object.has(entry.getKey())) {
                    object.set(entry.getKey(), masked(object.path(entry.getKey()), entry.getValue(), found));
                }
            });
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < Math.min(array.size(), mask.size()); i++) {
                array.set(i, masked(array.path(i), mask.path(i), found));
            }
        }
        return value;
    }

    private JsonNode replace(JsonNode value, Set<String> found) {
        if (value.isNull() || value.isMissingNode()) {
            return value;
        }
        collect(value, found);
        return TextNode.valueOf(mark(value));
    }

    private static void collect(JsonNode value, Set<String> found) {
        if (value.isTextual() && value.textValue().length() >= SHORTEST_SPREAD) {
            found.add(value.textValue());
        }
        value.forEach(child -> collect(child, found));
    }

    private ObjectNode structure(ObjectNode node, SecretForms secrets) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        SecretForms forNames = secrets.atLeast(SHORTEST_NAME);
        node.properties().forEach(entry -> {
            boolean isData = DATA.contains(entry.getKey());
            result.set(
                    entry.getKey(),
                    isData
                            ? data(entry.getValue(), secrets, forNames)
                            : structure(entry.getKey(), entry.getValue(), secrets));
        });
        return result;
    }

    private JsonNode structure(String name, JsonNode node, SecretForms secrets) {
        if (VOCABULARY.contains(name)) {
            return node;
        }
        if (node instanceof ObjectNode object) {
            return structure(object, secrets);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(child -> result.add(structure("", child, secrets)));
            return result;
        }
        return scalar(node, secrets);
    }

    private JsonNode data(JsonNode node, SecretForms secrets, SecretForms forNames) {
        if (node instanceof ObjectNode object) {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(entry ->
                            result.set(replaced(entry.getKey(), forNames), data(entry.getValue(), secrets, forNames)));
            return result;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(child -> result.add(data(child, secrets, forNames)));
            return result;
        }
        return scalar(node, secrets);
    }

    private JsonNode scalar(JsonNode node, SecretForms secrets) {
        if (!node.isTextual() && !node.isNumber()) {
            return node;
        }
        String text = replaced(node.asText(), secrets);
        return node.isNumber() && text.equals(node.asText()) ? node : TextNode.valueOf(text);
    }

    /** PostgreSQL keeps no NUL in text. */
    private String replaced(String text, SecretForms secrets) {
        return secrets.replace(text, this::mark).replace("\0", "\uFFFD");
    }
}
