package dev.slipway.workflows.progress;

import java.util.List;

/**
 * Facts on their way to the projection, in the header of an activity.
 *
 * @param facts in order of their sequence
 * @param stage stage that is being worked on, {@code -} outside of stages
 * @param step step that is being worked on, which a failed try is noted at
 */
public record FactBatch(String workflowId, int generation, List<StepFact> facts, String stage, String step) {
    /** Header field that carries a batch. */
    public static final String HEADER = "slipway-progress";

    public FactBatch {
        facts = facts == null ? List.of() : List.copyOf(facts);
        stage = stage == null ? "-" : stage;
        step = step == null ? "" : step;
    }
}
