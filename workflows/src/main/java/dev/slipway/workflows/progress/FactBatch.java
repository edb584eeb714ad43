package dev.slipway.workflows.progress;

import java.util.List;

/**
 * Facts on their way to the projection, in the header of an activity.
 *
 * @param facts in order of their sequence
 */
public record FactBatch(String workflowId, int generation, List<StepFact> facts) {
    /** Header field that carries a batch. */
    public static final String HEADER = "slipway-progress";

    public FactBatch {
        facts = List.copyOf(facts);
    }
}
