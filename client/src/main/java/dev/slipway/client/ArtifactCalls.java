package dev.slipway.client;

import dev.slipway.model.Digest;
import dev.slipway.model.api.ArtifactView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Content by its digest. */
public final class ArtifactCalls {
    static final Duration TRANSFER_LIMIT = Duration.ofMinutes(15);
    private final Transport transport;

    ArtifactCalls(Transport transport) {
        this.transport = transport;
    }

    /** Uploads a file; the same content twice is kept once. */
    public ArtifactView put(Path file) {
        Call call = Call.file("POST", Call.path("v1", "artifacts"), file)
                .with("Idempotency-Key", Call.newKey())
                .within(TRANSFER_LIMIT);
        return transport.send(call).as(ArtifactView.class);
    }

    /**
     * Downloads into {@code target}, which appears only whole, flushed and with the right digest.
     *
     * @throws ApiException ARTIFACT_DIGEST_MISMATCH when what came hashes to something else
     */
    public void get(Digest digest, Path target) throws IOException {
        Download.into(transport, Call.path("v1", "artifacts", digest.value()), digest, target);
    }
}
