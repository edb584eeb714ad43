package dev.slipway.workflows.api;

import io.temporal.activity.ActivityInterface;

/** Step 1, on queue {@link Queues#SOURCE}. */
@ActivityInterface(namePrefix = "Source")
public interface SourceActivities {
    /** Fetches, stores the tree, reads and validates the pipeline file. */
    CommitResult commit(RunRef run, String ref, String commit);
}
