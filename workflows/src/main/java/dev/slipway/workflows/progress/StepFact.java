package dev.slipway.workflows.progress;

import dev.slipway.model.StepState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What workflow code says about a step at one moment.
 *
 * @param seq counted by the workflow from 1; a lower or equal one is stale
 * @param stage stage name or {@code -}
 * @param step step name, or {@code run} for the run itself
 * @param item pipeline task, job or system, or {@code -}
 * @param detail short facts for people
 * @param atMillis workflow time
 */
public record StepFact(
        long seq,
        String stage,
        String step,
        String item,
        StepState state,
        Map<String, String> detail,
        @Nullable String code,
        @Nullable String message,
        long atMillis) {
    /** Step name of facts about the run as a whole. */
    public static final String RUN = "run";

    /** Item of such facts: they are no step, and nobody should take them for one. */
    public static final String STATE = "state";

    public StepFact {
        detail = detail == null ? Map.of() : Map.copyOf(detail);
    }
}
