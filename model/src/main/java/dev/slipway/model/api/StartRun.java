package dev.slipway.model.api;

import dev.slipway.model.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run.
 *
 * @param ref full ref name, such as {@code refs/heads/main}
 * @param commit 40 hexadecimal digits
 * @param dryRun compute every effect and perform none
 * @param artifacts built elsewhere, handed over by digest; then the pipeline needs no tasks
 * @param push the push that is the reason, so that the pipeline's triggers decide; null when somebody chose to start it
 */
public record StartRun(
        String ref,
        String commit,
        boolean dryRun,
        List<HandedArtifact> artifacts,
        @Nullable Push push) {
    public StartRun {
        artifacts = artifacts == null ? List.of() : List.copyOf(artifacts);
    }

    /** A run somebody chose to start, whatever the pipeline's triggers say. */
    public static StartRun request(String ref, String commit, boolean dryRun, List<HandedArtifact> artifacts) {
        return new StartRun(ref, commit, dryRun, artifacts, null);
    }

    /** An artifact by name, place and digest. */
    public record HandedArtifact(String name, String uri, Digest digest) {}

    /**
     * A push that made {@code commit} the tip of {@code ref}.
     *
     * @param before commit the ref had before, 40 hexadecimal digits; null or all zeros when it is new or not known
     */
    public record Push(@Nullable String before) {}
}
