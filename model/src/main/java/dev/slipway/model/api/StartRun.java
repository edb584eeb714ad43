package dev.slipway.model.api;

import dev.slipway.model.Digest;
import java.util.List;

/**
 * Asks for a run.
 *
 * @param ref full ref name, such as {@code refs/heads/main}
 * @param commit 40 hexadecimal digits
 * @param dryRun compute every effect and perform none
 * @param artifacts built elsewhere, handed over by digest; then the pipeline needs no tasks
 */
public record StartRun(String ref, String commit, boolean dryRun, List<HandedArtifact> artifacts) {
    public StartRun {
        artifacts = artifacts == null ? List.of() : List.copyOf(artifacts);
    }

    /** An artifact by name, place and digest. */
    public record HandedArtifact(String name, String uri, Digest digest) {}
}
