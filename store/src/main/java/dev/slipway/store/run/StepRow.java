package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the projection is to say about one step.
 *
 * @param stage stage or {@code -}
 * @param step step name, or {@code run} for the run as a whole
 * @param item pipeline task, job, system or {@code -}
 * @param seq counted by the workflow; a row with an equal or higher one stays as it is
 * @param detail merged over what is there
 * @param started when it began, null when it has not
 * @param finished when it ended, null while it has not
 */
public record StepRow(
        String stage,
        String step,
        String item,
        StepState state,
        long seq,
        JsonNode detail,
        @Nullable String code,
        @Nullable String message,
        @Nullable Instant started,
        @Nullable Instant finished) {
    /** Step name of rows about the run as a whole; pages do not show them as steps. */
    public static final String RUN = "run";
}
