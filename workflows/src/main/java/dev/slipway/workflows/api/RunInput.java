package dev.slipway.workflows.api;

import org.jspecify.annotations.Nullable;

/**
 * Starts one execution of a run; a retry is a new execution with the same workflow id and a higher generation.
 *
 * @param generation 1 and up
 * @param fromStage stage a retry begins at; null from the start
 * @param fromStep step a retry begins at; null from the start
 */
public record RunInput(
        String project,
        String pipeline,
        long number,
        int generation,
        boolean dryRun,
        @Nullable String fromStage,
        @Nullable String fromStep) {
    /** Who this execution is, as activities need it. */
    public RunRef ref() {
        return new RunRef(
                "run/" + project + "/" + pipeline + "/" + number, project, pipeline, number, generation, dryRun);
    }
}
