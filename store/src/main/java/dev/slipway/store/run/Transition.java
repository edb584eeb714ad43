package dev.slipway.store.run;

/**
 * A move that needs an allow of its own.
 *
 * @param stage stage or {@code -}
 * @param step step the decision was made for
 * @param name what is done, such as {@code admit}
 * @param decisionId the allow it rides on
 */
public record Transition(
        String workflowId, int generation, String stage, String step, String name, String decisionId) {}
