package dev.slipway.model.spec;

import dev.slipway.model.Digest;
import java.util.Objects;

/**
 * Content a task needs before it starts.
 *
 * @param digest what it must hash to
 * @param destination path below the task's working directory, {@code .} when absent
 * @param unpack whether a {@code .tar.gz} is unpacked at the destination; true when absent
 */
public record ArtifactSpec(Digest digest, String destination, Boolean unpack) {
    public ArtifactSpec {
        Objects.requireNonNull(digest, "digest is null");
        destination = destination == null ? "." : destination;
        unpack = unpack == null || unpack;
    }
}
