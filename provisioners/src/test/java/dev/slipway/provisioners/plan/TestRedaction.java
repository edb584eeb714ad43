package dev.slipway.provisioners.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.ModelJson;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TestRedaction {
    private static final String SECRET = "canary \"q\" värde";
    private final Redaction redaction = new Redaction("0123456789abcdef".getBytes(UTF_8));

    @Test
    void marksAreFollowedAndEqualValuesGiveEqualMarks() {
        ObjectNode redacted = redact("""
                {"variables": {"p": {"value": "given-secret"}, "q": {"value": "public"}, "r": {"value": ["deep-secret"]}},
                 "planned_values": {"outputs": {"o": {"sensitive": true, "value": "output-secret"}},
                   "root_module": {"resources": [{"values": {"input": {"p": "marked-secret", "n": 1}},
                     "sensitive_values": {"input": {"p": true}}}]}},
                 "resource_changes": [{"address": "x", "change": {"actions": ["delete"],
                   "before": {"a": ["list-secret", "b"], "w": null}, "before_sensitive": {"a": [true, false], "w": true},
                   "after": "whole-secret", "after_sensitive": true}}],
                 "configuration": {"root_module": {"variables": {"r": {"sensitive": true, "default": "default-secret"}},
                   "resources": [{"expressions": {"y": {"constant_value": "prefix marked-secret suffix"}}}]}}}
                """, Set.of("p"), List.of("given-secret"));
        assertThat(redacted.toString()).doesNotContain("secret\"").doesNotContain("-secret");
        assertThat(redacted.at("/variables/q/value").asText()).isEqualTo("public");
        assertThat(redacted.at("/planned_values/root_module/resources/0/values/input/n")
                        .asInt())
                .isEqualTo(1);
        assertThat(redacted.at("/resource_changes/0/change/before/a/1").asText())
                .isEqualTo("b");
        assertThat(redacted.at("/resource_changes/0/change/before/w").isNull()).isTrue();
        String mark = redacted.at("/planned_values/root_module/resources/0/values/input/p")
                .asText();
        assertThat(mark).matches("hmac:[0-9a-f]{32}");
        assertThat(redacted.at("/configuration/root_module/resources/0/expressions/y/constant_value")
                        .asText())
                .isEqualTo("prefix " + mark + " suffix");
        assertThat(mark).isEqualTo(redaction.mark(TextNode.valueOf("marked-secret")));
        assertThat(new Redaction("another-key-16-b".getBytes(UTF_8)).mark(TextNode.valueOf("marked-secret")))
                .isNotEqualTo(mark);
    }

    @Test
    void secretsAreFoundInEveryFormAndInNames() {
        ObjectNode plan = ModelJson.mapper().createObjectNode();
        ObjectNode change = plan.putArray("resource_changes").addObject();
        change.put("address", "x[\"" + SECRET + "\"]");
        ObjectNode after = change.putObject("change").putObject("after");
        after.put("url", "https://u:canary+%22q%22+v%C3%A4rde@host");
        after.put("base64", Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)));
        after.put("json", ModelJson.write(SECRET));
        after.put(SECRET + "-name", "x");
        ObjectNode redacted = redaction.redact(plan, Set.of(), List.of(SECRET));
        assertThat(redacted.toString())
                .doesNotContain("canary")
                .doesNotContain(Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)));
        assertThat(redacted.at("/resource_changes/0/change/after").size()).isEqualTo(4);
    }

    @Test
    void aNumberThatIsASecretIsReplaced() {
        ObjectNode redacted = redact("{\"a\": {\"after\": {\"pin\": 481516, \"n\": 4}}}", Set.of(), List.of("481516"));
        assertThat(redacted.at("/a/after/pin").asText()).startsWith("hmac:");
        assertThat(redacted.at("/a/after/n").isNumber()).isTrue();
    }

    @Test
    void aSecretThatReadsLikeVocabularyHidesNothing() {
        String plan = """
                {"resource_changes": [{"address": "a.b", "type": "delete_me", "change": {"actions": ["delete"],
                  "before": {"x": "delete"}, "after": null}}]}""";
        ObjectNode redacted = redact(plan, Set.of(), List.of("delete", "resource_changes", "a", "change"));
        assertThat(redacted.at("/resource_changes/0/change/actions/0").asText()).isEqualTo("delete");
        assertThat(redacted.at("/resource_changes/0/type").asText()).isEqualTo("delete_me");
        assertThat(redacted.at("/resource_changes/0/address").asText()).isEqualTo("a.b");
        assertThat(redacted.at("/resource_changes/0/change/before/x").asText()).startsWith("hmac:");
    }

    @Test
    void aShortKeyIsRefusedAndNulIsNotStored() {
        assertThatThrownBy(() -> new Redaction(new byte[15])).isInstanceOf(IllegalArgumentException.class);
        assertThat(redaction.redactValue(TextNode.valueOf("a\0b"), List.of()).asText())
                .doesNotContain("\0");
    }

    private ObjectNode redact(String json, Set<String> names, List<String> secrets) {
        return redaction.redact(ModelJson.read(json, ObjectNode.class), names, secrets);
    }
}
