package dev.slipway.store.placement;

/**
 * A rollout that is not over.
 *
 * @param runOpen whether the run that registered it is open as well and may still start it
 */
public record OpenDeployment(String workflowId, boolean runOpen) {}
