package dev.slipway.store.placement;

import dev.slipway.model.spec.JobType;
import org.jspecify.annotations.Nullable;

/**
 * A job.
 *
 * @param key {@code project/environment/region/name}
 * @param nodePool pool of the version registered last
 * @param desiredVersion version to keep running when no deployment is open, 0 for none
 * @param stableVersion version that was healthy last, 0 for none
 * @param stopped whether nothing of it may run
 * @param waitKey wait to answer when a batch job has ended, null when nobody waits
 * @param modifyIndex grows with every change
 */
public record JobRow(
        String key,
        JobType type,
        String nodePool,
        long desiredVersion,
        long stableVersion,
        boolean stopped,
        @Nullable String waitKey,
        long modifyIndex) {}
