package dev.slipway.store.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.AllocationState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.UpdateAnswer;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import dev.slipway.store.placement.Evaluations;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One batch of changes of one node: client side, service instances, evaluations. */
final class Updates {
    private static final Set<AllocationState> SAID_BY_AGENTS = EnumSet.of(
            AllocationState.PENDING, AllocationState.RUNNING, AllocationState.COMPLETE, AllocationState.FAILED);

    private Updates() {}

    static UpdateAnswer apply(Handle handle, String nodeId, UpdateBatch batch) {
        NodeRow node = Nodes.require(handle, nodeId);
        Nodes.requireEpoch(node, batch.nodeEpoch());
        if (batch.seq() <= node.appliedSeq()) {
            return new UpdateAnswer(node.appliedSeq());
        }
        batch.changes().forEach(Updates::check);
        Map<String, KnownAllocation> known = KnownAllocation.load(handle, nodeId, batch.changes());
        List<AllocationUpdate> changes = batch.changes().stream()
                .filter(change -> known.containsKey(change.allocationId()))
                .toList();
        requestEvaluations(handle, node, known, changes);
        if (!take(handle, nodeId, batch)) {
            NodeRow now = Nodes.require(handle, nodeId);
            Nodes.requireEpoch(now, batch.nodeEpoch());
            return new UpdateAnswer(now.appliedSeq());
        }
        write(handle, nodeId, changes);
        writeServices(handle, known, changes);
        return new UpdateAnswer(batch.seq());
    }

    private static void check(AllocationUpdate change) {
        try {
            UUID.fromString(change.allocationId());
        } catch (IllegalArgumentException e) {
            throw invalid("allocationId", "not the id of an allocation");
        }
        if (!SAID_BY_AGENTS.contains(change.clientState())) {
            throw invalid("clientState", "an agent says pending, running, complete or failed");
        }
    }

    private static SlipwayException invalid(String field, String message) {
        return new SlipwayException(
                ErrorCode.VALIDATION_FAILED, "the update is not valid", List.of(Problem.of(field, message)));
    }

    private static void requestEvaluations(
            Handle handle, NodeRow node, Map<String, KnownAllocation> known, List<AllocationUpdate> changes) {
        Set<String> jobs = new TreeSet<>();
        List<String> ended = new ArrayList<>();
        for (AllocationUpdate change : changes) {
            KnownAllocation before = known.get(change.allocationId());
            if (before != null && before.mattersToScheduler(change)) {
                jobs.add(before.jobKey());
            }
            if (change.clientState().isFinal()) {
                ended.add(change.allocationId());
            }
        }
        if (!ended.isEmpty()) {
            jobs.addAll(Evaluations.blockedFor(handle, node.id(), ended));
        }
        Evaluations.requestAll(handle, jobs, "node update");
    }

    /** The node's row is the lock between two batches, and between a batch and the declaration that the node is down. */
    private static boolean take(Handle handle, String nodeId, UpdateBatch batch) {
        return handle.createUpdate("""
                                update node set applied_seq = :seq, last_seen = now()
                                where id = :id and epoch = :epoch and state <> 'down' and applied_seq < :seq""")
                        .bind("id", nodeId)
                        .bind("epoch", batch.nodeEpoch())
                        .bind("seq", batch.seq())
                        .execute()
                == 1;
    }

    private static void write(Handle handle, String nodeId, List<AllocationUpdate> changes) {
        if (changes.isEmpty()) {
            return;
        }
        List<Row> rows = changes.stream()
                .map(change ->
                        new Row(change.allocationId(), change.clientState().text(), change.healthy(), change.tasks()))
                .toList();
        handle.createUpdate("""
                        update allocation a set
                            client_state = case when r.state = 'pending' then a.client_state else r.state end,
                            healthy = coalesce(r.healthy, a.healthy),
                            healthy_at = case when r.healthy then coalesce(a.healthy_at, now()) else a.healthy_at end,
                            tasks = r.tasks,
                            client_updated_at = now()
                        from jsonb_to_recordset(:rows) as r(id uuid, state text, healthy boolean, tasks jsonb)
                        where a.id = r.id and a.node_id = :nodeId
                            and a.client_state in ('pending', 'running', 'unknown')""")
                .bindByType("rows", ModelJson.mapper().valueToTree(rows), JsonNode.class)
                .bind("nodeId", nodeId)
                .execute();
    }

    private static void writeServices(
            Handle handle, Map<String, KnownAllocation> known, List<AllocationUpdate> changes) {
        List<Instance> instances = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (AllocationUpdate change : changes) {
            KnownAllocation before = known.get(change.allocationId());
            if (before == null) {
                continue;
            }
            if (change.clientState().isFinal()) {
                if (!before.instances().isEmpty()) {
                    gone.add(change.allocationId());
                }
            } else {
                Instance.of(before, change).stream()
                        .filter(instance -> !instance.isKnownTo(before))
                        .forEach(instances::add);
            }
        }
        ServiceInstances.upsert(handle, instances);
        ServiceInstances.remove(handle, gone);
    }

    private record Row(String id, String state, @Nullable Boolean healthy, Object tasks) {}
}
