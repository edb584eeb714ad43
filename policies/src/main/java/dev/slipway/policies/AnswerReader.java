package dev.slipway.policies;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.PolicyAnswer;
import dev.slipway.model.spi.PolicyAnswer.Allow;
import dev.slipway.model.spi.PolicyAnswer.Deny;
import dev.slipway.model.spi.PolicyAnswer.Fault;
import dev.slipway.model.spi.PolicyAnswer.Reason;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import java.util.ArrayList;
import java.util.List;

/** Turns an OPA server's status and body into an answer; whatever is not exactly a decision is no answer. */
final class AnswerReader {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(ModelJson.limits())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AnswerReader() {}

    static PolicyAnswer read(int status, String body) {
        if (status == 401 || status == 403) {
            return new Unavailable(Fault.REFUSED_CREDENTIAL, "status " + status + ": the token is not accepted");
        }
        if (status == 404) {
            return new Unavailable(Fault.UNDEFINED, "status 404: there is no decision document");
        }
        if (status >= 500) {
            return new Unavailable(Fault.SERVER_ERROR, "status " + status);
        }
        if (status != 200) {
            return malformed("status " + status);
        }
        try {
            return decision(STRICT.readTree(body));
        } catch (JsonProcessingException e) {
            return malformed("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static PolicyAnswer decision(JsonNode body) {
        if (!body.isObject()) {
            return malformed("the body is not a JSON object");
        }
        JsonNode result = body.path("result");
        if (result.isMissingNode()) {
            return new Unavailable(Fault.UNDEFINED, "the decision is undefined; is the bundle loaded?");
        }
        JsonNode allow = result.path("allow");
        String revision = result.path("revision").asText("");
        if (!allow.isBoolean() || revision.isEmpty()) {
            return malformed("the decision has no allow or no revision");
        }
        try {
            return answer(allow.booleanValue(), revision, reasons(result, "deny"), reasons(result, "warn"));
        } catch (MalformedReason e) {
            return malformed(String.valueOf(e.getMessage()));
        }
    }

    private static PolicyAnswer answer(boolean allow, String revision, List<Reason> denials, List<Reason> warnings) {
        if (allow != denials.isEmpty()) {
            return malformed(
                    "the decision contradicts itself: allow is " + allow + " with " + denials.size() + " denials");
        }
        return allow ? new Allow(revision, warnings) : new Deny(revision, denials);
    }

    private static List<Reason> reasons(JsonNode result, String field) throws MalformedReason {
        JsonNode list = result.path(field);
        if (!list.isArray()) {
            throw new MalformedReason("'" + field + "' is not a list");
        }
        List<Reason> reasons = new ArrayList<>(list.size());
        for (JsonNode entry : list) {
            reasons.add(new Reason(
                    text(entry, "rule"),
                    text(entry, "message"),
                    entry.path("help").asText("")));
        }
        return reasons;
    }

    private static String text(JsonNode entry, String field) throws MalformedReason {
        JsonNode value = entry.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new MalformedReason("a reason has no '" + field + "'");
        }
        return value.textValue();
    }

    private static Unavailable malformed(String why) {
        return new Unavailable(Fault.MALFORMED, why);
    }

    private static final class MalformedReason extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedReason(String message) {
            super(message);
        }
    }
}
