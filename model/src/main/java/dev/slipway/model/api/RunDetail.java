package dev.slipway.model.api;

import java.util.List;

/** Everything a page about one run shows. */
public record RunDetail(
        RunView run,
        List<StepView> steps,
        List<DecisionView> decisions,
        List<ApprovalView> approvals,
        List<ActionView> actions,
        List<ArtifactView> artifacts,
        List<DeploymentView> deployments) {
    public RunDetail {
        steps = List.copyOf(steps);
        decisions = List.copyOf(decisions);
        approvals = List.copyOf(approvals);
        actions = List.copyOf(actions);
        artifacts = List.copyOf(artifacts);
        deployments = List.copyOf(deployments);
    }
}
