package dev.slipway.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.spi.PolicyAnswer.Allow;
import dev.slipway.model.spi.PolicyAnswer.Deny;
import dev.slipway.model.spi.PolicyAnswer.Reason;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import java.util.List;

/**
 * The engines' answers put together, in the form they are stored.
 *
 * @param engines objects {@code name, answer, revision, millis}
 * @param reasons objects {@code engine, rule, message, help}, empty when allowed
 * @param warnings of the same form
 */
record Verdict(boolean allowed, JsonNode engines, JsonNode reasons, JsonNode warnings) {
    /** @param said one answer per engine asked, none of them unavailable */
    static Verdict of(List<Panel.Said> said) {
        boolean allowed = !said.isEmpty();
        ArrayNode engines = ModelJson.mapper().createArrayNode();
        ArrayNode reasons = ModelJson.mapper().createArrayNode();
        ArrayNode warnings = ModelJson.mapper().createArrayNode();
        for (Panel.Said one : said) {
            switch (one.answer()) {
                case Allow allow -> {
                    engines.add(engine(one, "allow", allow.revision()));
                    allow.warnings().forEach(warning -> warnings.add(reason(one, warning)));
                }
                case Deny deny -> {
                    allowed = false;
                    engines.add(engine(one, "deny", deny.revision()));
                    deny.reasons().forEach(denial -> reasons.add(reason(one, denial)));
                }
                case Unavailable unavailable -> throw new IllegalArgumentException("no answer is no verdict");
            }
        }
        return new Verdict(allowed, engines, reasons, warnings);
    }

    /** A stored reason as a problem: the rule as its field, the help as its fix. */
    static Problem problem(JsonNode reason) {
        String help = reason.path("help").asText("");
        return new Problem(
                reason.path("rule").asText(""), 0, 0, reason.path("message").asText(""), help.isEmpty() ? null : help);
    }

    private static ObjectNode engine(Panel.Said said, String answer, String revision) {
        return ModelJson.mapper()
                .createObjectNode()
                .put("name", said.engine())
                .put("answer", answer)
                .put("revision", revision)
                .put("millis", said.millis());
    }

    private static ObjectNode reason(Panel.Said said, Reason reason) {
        return ModelJson.mapper()
                .createObjectNode()
                .put("engine", said.engine())
                .put("rule", reason.rule())
                .put("message", reason.message())
                .put("help", reason.help());
    }
}
