package dev.slipway.store.run;

import dev.slipway.model.Digest;
import org.jspecify.annotations.Nullable;

/**
 * An artifact of a run.
 *
 * @param origin tasks, trigger, registry, tree, report or plan
 * @param size bytes, null when not known
 */
public record RunArtifact(
        String name, Digest digest, String uri, @Nullable Long size, String origin) {}
