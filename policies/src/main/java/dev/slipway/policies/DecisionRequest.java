package dev.slipway.policies;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.spi.PolicyQuestion;
import java.time.Duration;

/**
 * A question asked at one transition.
 *
 * @param workflowId workflow the decision is about
 * @param generation execution of that workflow, 1 and up
 * @param stage stage name or {@code -}
 * @param step step name
 * @param question {@code trigger, authorise, admission, action, apply} or {@code read}
 * @param input what the engines see; never a secret
 * @param validity how long a transition may ride on the answer, more than zero
 */
public record DecisionRequest(
        String workflowId,
        int generation,
        String stage,
        String step,
        String question,
        JsonNode input,
        Duration validity) {
    public DecisionRequest {
        requireNonNull(workflowId, "workflowId is null");
        requireNonNull(stage, "stage is null");
        requireNonNull(step, "step is null");
        requireNonNull(question, "question is null");
        requireNonNull(input, "input is null");
        if (generation < 1) {
            throw new IllegalArgumentException("generation must be at least 1");
        }
        if (!validity.isPositive()) {
            throw new IllegalArgumentException("validity must be more than zero");
        }
    }

    PolicyQuestion policyQuestion() {
        return new PolicyQuestion(question, input);
    }
}
