package dev.slipway.apiserver.node;

import dev.slipway.apiserver.stream.Hub;
import dev.slipway.apiserver.stream.Streams;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.NodeApi.SyncRequest;
import dev.slipway.store.Database;
import dev.slipway.store.node.LastSeen;
import dev.slipway.store.node.Nodes;
import dev.slipway.store.node.Timing;
import java.time.Duration;

/** Holds the syncs of nodes until there is news for them or their heartbeat is due. */
public final class NodeDesk {
    private final Database database;
    private final LastSeen lastSeen;
    private final Hub hub;
    private final Streams streams;
    private final Timing timing;

    public NodeDesk(Database database, LastSeen lastSeen, Hub hub, Streams streams, Timing timing) {
        this.database = database;
        this.lastSeen = lastSeen;
        this.hub = hub;
        this.streams = streams;
        this.timing = timing;
    }

    /** Key under which the hub announces news for a node. */
    public static String key(String nodeId) {
        return "node/" + nodeId;
    }

    Timing timing() {
        return timing;
    }

    SyncReply sync(String nodeId, SyncRequest request) {
        lastSeen.seen(nodeId);
        long due = System.nanoTime() + timing.heartbeat().toNanos();
        try (Hub.Waiter waiter = hub.register(key(nodeId))) {
            while (true) {
                SyncReply reply = database.inTransaction(handle -> Nodes.sync(handle, nodeId, request, timing));
                Duration left = Duration.ofNanos(due - System.nanoTime());
                boolean news = reply.full() || reply.index() > request.seen();
                if (news || streams.closing() || !left.isPositive() || !waiter.await(left)) {
                    return reply;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return database.inTransaction(handle -> Nodes.sync(handle, nodeId, request, timing));
        } finally {
            lastSeen.seen(nodeId);
        }
    }
}
