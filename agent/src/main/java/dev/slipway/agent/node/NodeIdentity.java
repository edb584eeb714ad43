package dev.slipway.agent.node;

import dev.slipway.agent.state.NodeFolders;
import dev.slipway.client.ClientSettings;
import dev.slipway.client.NodeClient;
import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.JoinAnswer;
import dev.slipway.model.api.NodeApi.JoinRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is: what the server bound to it when it joined.
 *
 * @param joined id, pool and datacenter
 * @param key the node's key
 */
public record NodeIdentity(JoinAnswer joined, NodeKey key) {
    private static final String FILE = "identity.json";

    /** What an earlier start left; empty before the node has joined. */
    static Optional<NodeIdentity> known(NodeFolders folders) {
        return AtomicFiles.read(folders.root().resolve(FILE))
                .map(json -> ModelJson.read(json, JoinAnswer.class))
                .map(joined -> new NodeIdentity(joined, NodeKey.open(folders.root())));
    }

    /**
     * Joins with the token of a file. A lost answer is asked for again with the same key, which the server recognises.
     *
     * @throws SlipwayException JOIN_TOKEN_REFUSED when there is no token file, SECRET_UNAVAILABLE when it is unusable
     */
    static NodeIdentity join(
            NodeFolders folders, ClientSettings settings, String name, @Nullable String joinTokenFile) {
        if (joinTokenFile == null) {
            throw new SlipwayException(
                    ErrorCode.JOIN_TOKEN_REFUSED,
                    "node " + name + " has not joined and its configuration names no joinTokenFile");
        }
        NodeKey key = NodeKey.open(folders.root());
        String token = SecretFile.read(Path.of(joinTokenFile));
        JoinAnswer joined = NodeClient.join(settings, new JoinRequest(token, name, key.publicKey()));
        AtomicFiles.writeDurably(folders.root().resolve(FILE), ModelJson.write(joined));
        return new NodeIdentity(joined, key);
    }

    String nodeId() {
        return joined.nodeId();
    }
}
