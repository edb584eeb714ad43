package dev.slipway.workflows.api;

import io.temporal.activity.ActivityInterface;
import org.jspecify.annotations.Nullable;

/** The only writer of a deployment row and of the version a job wants; local activities. */
@ActivityInterface(namePrefix = "Deployment")
public interface DeploymentActivities {
    /** pending to running: the scheduler begins to roll. Listens for a moment in case it is over at once. */
    Opening open(DeploymentInput input);

    /** The new version is healthy: it becomes desired and stable. */
    DeploymentResult complete(DeploymentInput input);

    /** running to reverting when there is a version to go back to; returns the key of the new wait, or null. */
    @Nullable
    String revert(DeploymentInput input, String code, String description);

    /** Ends badly: failed, or cancelled when {@code code} is CANCELLED. */
    DeploymentResult fail(DeploymentInput input, String code, String description, boolean reverted);

    Answer answer(String workflowId, String key, boolean hinted);
}
