package dev.slipway.model.spi;

import dev.slipway.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Keeps content by its SHA-256; writing the same content twice keeps it once. */
public interface ArtifactStore {
    /** Stores a stream and returns its digest; nothing is visible before all of it is flushed. */
    Digest put(InputStream content) throws IOException;

    /**
     * Stores a stream that must have this digest.
     *
     * @throws dev.slipway.model.SlipwayException ARTIFACT_DIGEST_MISMATCH
     */
    void put(Digest expected, InputStream content) throws IOException;

    /** Opens stored content; the caller closes it. */
    Optional<InputStream> open(Digest digest) throws IOException;

    /** Size in bytes, empty when absent. */
    Optional<Long> size(Digest digest) throws IOException;
}
