package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.RequestSection.Origin;
import dev.slipway.model.files.RequestSection.RequestedArtifact;
import dev.slipway.model.spi.ArtifactStore;
import dev.slipway.store.run.RunArtifact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the artifacts a stage asks for and makes sure that they are there under their digest. */
final class StageArtifacts {
    /** Schemes of what drivers fetch themselves, pinned by digest. */
    private static final Set<String> FETCHED_BY_DRIVERS = Set.of("oci", "docker");

    private static final String NOT_BUILT = "sha256:" + "0".repeat(64);

    private final ArtifactStore store;

    StageArtifacts(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Every requested artifact with place and digest.
     *
     * @param known artifacts of the run so far
     * @param dryRun whether what a task would build stands as a digest of zeros
     * @throws SlipwayException ARTIFACT_MISSING, or PIPELINE_INVALID for what cannot be verified
     */
    List<RunArtifact> resolve(List<RequestedArtifact> requested, List<RunArtifact> known, boolean dryRun) {
        List<RunArtifact> resolved = new ArrayList<>();
        for (RequestedArtifact artifact : requested) {
            if (artifact.signature() != null) {
                throw new SlipwayException(
                        ErrorCode.PIPELINE_INVALID,
                        "artifact " + artifact.name() + " asks for a signature, which cannot be verified yet");
            }
            RunArtifact found = find(artifact, known, dryRun);
            if (!found.digest().value().equals(NOT_BUILT)) {
                requirePresent(found);
            }
            resolved.add(found);
        }
        return resolved;
    }

    private static RunArtifact find(RequestedArtifact artifact, List<RunArtifact> known, boolean dryRun) {
        Origin from = artifact.from();
        if (from != null) {
            return made(artifact.name(), from, known, dryRun);
        }
        if (artifact.uri() == null || artifact.digest() == null) {
            throw new SlipwayException(
                    ErrorCode.PIPELINE_INVALID,
                    "artifact " + artifact.name() + " has no origin and no uri with digest");
        }
        return new RunArtifact(artifact.name(), artifact.digest(), artifact.uri(), null, "registry");
    }

    private static RunArtifact made(String name, Origin from, List<RunArtifact> known, boolean dryRun) {
        for (RunArtifact artifact : known) {
            if (artifact.name().equals(name) && artifact.origin().equals(from.text())) {
                return artifact;
            }
        }
        if (dryRun && from == Origin.TASKS) {
            return new RunArtifact(name, new Digest(NOT_BUILT), "artifact:" + NOT_BUILT, null, Origin.TASKS.text());
        }
        String who = from == Origin.TASKS ? "no task made it" : "the trigger did not hand it over";
        throw new SlipwayException(ErrorCode.ARTIFACT_MISSING, "artifact " + name + ": " + who);
    }

    private void requirePresent(RunArtifact artifact) {
        if (FETCHED_BY_DRIVERS.contains(String.valueOf(scheme(artifact.uri())))) {
            return;
        }
        try {
            if (store.size(artifact.digest()).isEmpty()) {
                throw new SlipwayException(
                        ErrorCode.ARTIFACT_MISSING,
                        "artifact " + artifact.name() + " is not stored under " + artifact.digest()
                                + "; upload it before the run is started");
            }
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.ARTIFACT_UNAVAILABLE, "the artifact store cannot be read", e);
        }
    }

    private static @Nullable String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 ? null : uri.substring(0, colon);
    }
}
