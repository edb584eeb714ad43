package dev.slipway.store.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.RegisterRequest;
import dev.slipway.model.api.NodeApi.SyncHeader;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.NodeApi.SyncRequest;
import dev.slipway.model.api.NodeApi.UpdateAnswer;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import dev.slipway.model.api.NodeView;
import dev.slipway.model.spec.SecretSpec;
import dev.slipway.model.spec.TaskSpec;
import dev.slipway.store.Events;
import dev.slipway.store.placement.Evaluations;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What nodes ask and say. Every function runs in the caller's transaction, with the API's database role. */
public final class Nodes {
    private Nodes() {}

    /** The key a node signs its calls with, as it was joined; empty for an unknown node. */
    public static Optional<String> publicKey(Handle handle, String nodeId) {
        return handle.createQuery("select public_key from node where id = :id")
                .bind("id", nodeId)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Stores the facts of a machine and makes the node ready; jobs that wait for capacity are looked at again.
     *
     * @throws SlipwayException NODE_UNKNOWN
     */
    public static SyncHeader register(Handle handle, String nodeId, RegisterRequest facts, Timing timing) {
        NodeRow before = require(handle, nodeId);
        Evaluations.requestAll(handle, Evaluations.blockedIn(handle, before.nodePool()), "node ready");
        NodeRow row = handle.createQuery("""
                        update node set cpu = :cpu, memory = :memory, attributes = :attributes, drivers = :drivers,
                            state = 'ready', last_seen = now()
                        where id = :id
                        returning\s""" + NodeRow.COLUMNS)
                .bind("id", nodeId)
                .bind("cpu", facts.cpu())
                .bind("memory", facts.memoryBytes())
                .bindByType("attributes", ModelJson.mapper().valueToTree(facts.attributes()), JsonNode.class)
                .bindByType("drivers", ModelJson.mapper().valueToTree(facts.drivers()), JsonNode.class)
                .map(NodeRow.MAPPER)
                .one();
        if (!before.state().equals("ready")) {
            JsonNode data = ModelJson.mapper()
                    .createObjectNode()
                    .put("name", row.name())
                    .put("epoch", row.epoch());
            Events.emit(handle, "node.ready", null, "node/" + nodeId, data);
        }
        return new SyncHeader(
                row.epoch(), timing.heartbeat().toMillis(), timing.lease().toMillis(), row.appliedSeq());
    }

    /**
     * What changed for a node since {@code seen}: everything it has to run or to stop when {@code seen} is 0 or a number
     * that was never given out, else the allocations whose desired side changed. Never misses a change and may repeat
     * one. An empty, not full reply means that there is no news; the caller may hold it until news comes or the
     * heartbeat is due.
     *
     * @throws SlipwayException NODE_UNKNOWN, STALE_EPOCH when the node has to register again and sync from 0
     */
    public static SyncReply sync(Handle handle, String nodeId, SyncRequest request, Timing timing) {
        NodeRow node = require(handle, nodeId);
        requireEpoch(node, request.nodeEpoch());
        boolean full = request.seen() <= 0 || request.seen() > node.modifyIndex();
        boolean news = full || request.seen() < node.modifyIndex();
        return new SyncReply(
                node.epoch(),
                timing.heartbeat().toMillis(),
                timing.lease().toMillis(),
                node.modifyIndex(),
                full,
                news ? Assignments.since(handle, nodeId, full ? 0 : request.seen()) : List.of());
    }

    /**
     * Stores what happened on a node, once and in order: a batch whose number is not above the last applied one changes
     * nothing. A node sends the next batch only after the answer to the last. What is said of allocations that ended or
     * are not this node's is ignored.
     *
     * @throws SlipwayException NODE_UNKNOWN, STALE_EPOCH
     */
    public static UpdateAnswer applyUpdates(Handle handle, String nodeId, UpdateBatch batch) {
        return Updates.apply(handle, nodeId, batch);
    }

    /**
     * The secrets an allocation on a node may be told now. Each use is to be audited by the caller.
     *
     * @throws SlipwayException NOT_FOUND unless the allocation is wanted on this very node and has not ended
     */
    public static SecretGrant secrets(Handle handle, String nodeId, UUID allocationId) {
        return Assignments.group(handle, nodeId, allocationId)
                .map(assigned -> new SecretGrant(
                        assigned.jobKey().substring(0, assigned.jobKey().indexOf('/')),
                        assigned.jobKey(),
                        assigned.group().tasks().stream()
                                .map(TaskSpec::secrets)
                                .flatMap(List::stream)
                                .map(SecretSpec::name)
                                .collect(Collectors.toUnmodifiableSet())))
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.NOT_FOUND, "there is no running allocation " + allocationId + " on this node"));
    }

    /** Whether an allocation was placed on a node, whatever became of it: it may still send its logs. */
    public static boolean owns(Handle handle, String nodeId, UUID allocationId) {
        return handle.createQuery("select count(*) > 0 from allocation where id = :id and node_id = :nodeId")
                .bind("id", allocationId)
                .bind("nodeId", nodeId)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Nodes by id.
     *
     * @param after id to begin after, null for the first
     * @param limit 1 and up
     */
    public static List<NodeView> list(Handle handle, @Nullable String after, int limit) {
        return handle.createQuery("select " + NodeRow.COLUMNS + " from node where id > :after order by id limit :limit")
                .bind("after", after == null ? "" : after)
                .bind("limit", limit)
                .map(NodeRow.MAPPER)
                .map(NodeRow::view)
                .list();
    }

    public static Optional<NodeView> find(Handle handle, String nodeId) {
        return NodeRow.find(handle, nodeId, "").map(NodeRow::view);
    }

    static NodeRow require(Handle handle, String nodeId) {
        return NodeRow.find(handle, nodeId, "").orElseThrow(() -> unknown(nodeId));
    }

    static void requireEpoch(NodeRow node, long epoch) {
        if (node.epoch() != epoch || node.state().equals("down")) {
            throw new SlipwayException(
                    ErrorCode.STALE_EPOCH,
                    "node " + node.id()
                            + " was declared down: register again, then stop what a full sync does not name");
        }
    }

    static SlipwayException unknown(String nodeId) {
        return new SlipwayException(ErrorCode.NODE_UNKNOWN, "there is no node " + nodeId);
    }
}
