package dev.slipway.model.api;

import java.time.Instant;
import java.util.List;

/** A job with its history. */
public record JobDetail(
        JobView job, List<VersionView> versions, List<DeploymentView> deployments, List<AllocationView> allocations) {
    public JobDetail {
        versions = List.copyOf(versions);
        deployments = List.copyOf(deployments);
        allocations = List.copyOf(allocations);
    }

    /** An immutable version. */
    public record VersionView(long version, String digest, String createdBy, Instant createdAt) {}
}
