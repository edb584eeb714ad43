package dev.slipway.client;

import dev.slipway.model.api.JoinTokenView;
import dev.slipway.model.api.NodeView;
import java.util.Map;
import java.util.stream.Stream;

/** Nodes, for operators. */
public final class NodeCalls {
    private final Transport transport;

    NodeCalls(Transport transport) {
        this.transport = transport;
    }

    public Stream<NodeView> list() {
        return Pages.stream(cursor -> transport
                .send(Call.get(Call.query("/v1/nodes", Paging.at(cursor))))
                .asPageOf(NodeView.class));
    }

    /** A token that lets one machine join that pool, once and soon. */
    public JoinTokenView joinToken(String nodePool, String datacenter) {
        Map<String, String> body = Map.of("nodePool", nodePool, "datacenter", datacenter);
        return transport
                .send(Call.post("/v1/nodes/join-tokens", body, Call.newKey()))
                .as(JoinTokenView.class);
    }
}
