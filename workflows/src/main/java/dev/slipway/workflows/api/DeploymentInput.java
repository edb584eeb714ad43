package dev.slipway.workflows.api;

import dev.slipway.model.JobKey;

/**
 * @param jobKey {@code project/environment/region/name}
 * @param number deployment number of that job
 * @param autoRevert restore the last stable version after a failure
 * @param deadlineMillis longest duration of rolling forward, and again of reverting
 */
public record DeploymentInput(String jobKey, long number, boolean autoRevert, long deadlineMillis) {
    public JobKey key() {
        return JobKey.of(jobKey);
    }

    public String workflowId() {
        return key().deploymentWorkflowId(number);
    }
}
