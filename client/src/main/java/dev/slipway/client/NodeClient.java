package dev.slipway.client;

import dev.slipway.model.Digest;
import dev.slipway.model.api.NodeApi.JoinAnswer;
import dev.slipway.model.api.NodeApi.JoinRequest;
import dev.slipway.model.api.NodeApi.LogAnswer;
import dev.slipway.model.api.NodeApi.RegisterRequest;
import dev.slipway.model.api.NodeApi.SecretsAnswer;
import dev.slipway.model.api.NodeApi.SyncHeader;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.NodeApi.SyncRequest;
import dev.slipway.model.api.NodeApi.UpdateAnswer;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The calls of one joined node. Thread-safe. */
public final class NodeClient implements AutoCloseable {
    private static final Duration BEYOND_HOLD = Duration.ofSeconds(10);
    private final Transport transport;
    private final String nodeId;

    /** {@code settings} carry the node's own tokens, see {@link NodeTokenSigner}. */
    public NodeClient(ClientSettings settings, String nodeId) {
        this.transport = new Transport(settings);
        this.nodeId = nodeId;
    }

    /**
     * Joins: the only call before a node has an id. The token works once, but the same request with the same key gets
     * the same answer again.
     */
    public static JoinAnswer join(ClientSettings settings, JoinRequest request) {
        try (Transport transport = new Transport(settings)) {
            return transport
                    .send(Call.json("POST", "/v1/nodes/join", request).retrying(Retry.REPEATABLE))
                    .as(JoinAnswer.class);
        }
    }

    public SyncHeader register(RegisterRequest request) {
        return transport
                .send(Call.json("PUT", path(), request).retrying(Retry.REPEATABLE))
                .as(SyncHeader.class);
    }

    /** One poll; {@code hold} is how long the server may keep it. Never repeated by itself: the caller's loop does. */
    public SyncReply sync(SyncRequest request, Duration hold) {
        return transport
                .send(Call.json("POST", path("sync"), request)
                        .retrying(Retry.NEVER)
                        .within(hold.plus(BEYOND_HOLD)))
                .as(SyncReply.class);
    }

    /** Sends changes; a batch the server knows already is acknowledged and not applied again. Never repeated by itself. */
    public UpdateAnswer update(UpdateBatch batch) {
        return transport
                .send(Call.json("POST", path("updates"), batch).retrying(Retry.NEVER))
                .as(UpdateAnswer.class);
    }

    public SecretsAnswer secrets(String allocationId) {
        return transport
                .send(Call.get(path("allocations", allocationId, "secrets")))
                .as(SecretsAnswer.class);
    }

    /** Appends to a log; the answer says where the server wants the next byte. */
    public LogAnswer appendLog(String allocationId, String task, String stream, long offset, byte[] bytes) {
        String path = Call.query(path("logs", allocationId, task, stream), Map.of("offset", offset));
        return transport
                .send(Call.bytes("PUT", path, Call.BYTES, bytes).retrying(Retry.REPEATABLE))
                .as(LogAnswer.class);
    }

    public void putArtifact(Digest digest, Path file) {
        transport.send(Call.file("PUT", path("artifacts", digest.value()), file).within(ArtifactCalls.TRANSFER_LIMIT));
    }

    /** See {@link ArtifactCalls#get}. */
    public void getArtifact(Digest digest, Path target) throws IOException {
        Download.into(transport, path("artifacts", digest.value()), digest, target);
    }

    private String path(String... more) {
        return Call.path("v1", "nodes", nodeId) + (more.length == 0 ? "" : Call.path(more));
    }

    @Override
    public void close() {
        transport.close();
    }
}
