package dev.slipway.model.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;

/**
 * What is asked at a transition.
 *
 * @param name question: {@code trigger, authorise, admission, action, apply, read}
 * @param input the document the policy sees, without secrets
 */
public record PolicyQuestion(String name, JsonNode input) {
    /** Digest of question and input together; equal questions share decisions. */
    public Digest digest() {
        ObjectNode whole = ModelJson.mapper().createObjectNode();
        whole.put("question", name);
        whole.set("input", input);
        return ModelJson.digest(whole);
    }
}
