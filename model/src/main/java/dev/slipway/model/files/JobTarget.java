package dev.slipway.model.files;

import java.util.Objects;

/**
 * What the stage, not the job file, decides about a job.
 *
 * @param name job name in the environment
 * @param region region of the environment
 * @param nodePool pool of the environment
 * @param rollout pacing put over the job file's {@code update}
 */
public record JobTarget(String name, String region, String nodePool, Rollout rollout) {
    public JobTarget {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(region, "region is null");
        Objects.requireNonNull(nodePool, "nodePool is null");
        Objects.requireNonNull(rollout, "rollout is null");
    }
}
