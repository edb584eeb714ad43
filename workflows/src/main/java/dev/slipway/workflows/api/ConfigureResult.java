package dev.slipway.workflows.api;

import java.util.List;

/** Step 5 and 6 are done: deployments to start, in order. */
public record ConfigureResult(List<DeploymentInput> deployments, String summary) {
    public ConfigureResult {
        deployments = List.copyOf(deployments);
    }
}
