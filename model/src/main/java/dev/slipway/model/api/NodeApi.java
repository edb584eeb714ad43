package dev.slipway.model.api;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spi.Fingerprint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Payloads between agents and the server. */
public final class NodeApi {
    private NodeApi() {}

    /** First call of a node; the token is used up by it. */
    public record JoinRequest(String token, String name, String publicKey) {}

    /** What the server bound to the node. */
    public record JoinAnswer(String nodeId, String nodePool, String datacenter) {}

    /** Facts of the machine; they never set pool or tenancy. */
    public record RegisterRequest(
            int cpu, long memoryBytes, Map<String, String> attributes, Map<String, Fingerprint> drivers) {
        public RegisterRequest {
            attributes = Map.copyOf(attributes);
            drivers = Map.copyOf(drivers);
        }
    }

    /**
     * @param nodeEpoch fences every write of this node
     * @param heartbeatMillis longest hold of a sync
     * @param leaseMillis how long an assignment is good without contact
     * @param appliedSeq highest update sequence applied
     */
    public record SyncHeader(long nodeEpoch, long heartbeatMillis, long leaseMillis, long appliedSeq) {}

    /** @param seen index of the last reply applied, 0 for none */
    public record SyncRequest(long nodeEpoch, long seen) {}

    /** @param full whether absence of an allocation means it is no longer wanted */
    public record SyncReply(
            long nodeEpoch,
            long heartbeatMillis,
            long leaseMillis,
            long index,
            boolean full,
            List<Assignment> allocations) {
        public SyncReply {
            allocations = List.copyOf(allocations);
        }
    }

    /**
     * One allocation this node has to run or stop.
     *
     * @param job type decides restarts: service or batch
     * @param drainMillis how long to wait between leaving the proxy and the stop signal, when desired is stop
     */
    public record Assignment(
            String allocationId,
            String jobKey,
            JobType type,
            long version,
            int index,
            AllocationDesired desired,
            long drainMillis,
            long minHealthyMillis,
            long healthyDeadlineMillis,
            TaskGroup group,
            Map<String, String> meta) {
        public Assignment {
            meta = meta == null ? Map.of() : Map.copyOf(meta);
        }
    }

    /** Changes in the order they happened on the node. */
    public record UpdateBatch(long nodeEpoch, long seq, List<AllocationUpdate> changes) {
        public UpdateBatch {
            changes = List.copyOf(changes);
        }
    }

    /**
     * @param healthy true once checks passed for minHealthyTime, false once healthyDeadline passed or a task failed for
     *     good, null while undecided
     * @param servicesPassing services whose checks pass right now
     */
    public record AllocationUpdate(
            String allocationId,
            AllocationState clientState,
            @Nullable Boolean healthy,
            Map<String, TaskStateView> tasks,
            List<String> servicesPassing) {
        public AllocationUpdate {
            tasks = Map.copyOf(tasks);
            servicesPassing = List.copyOf(servicesPassing);
        }
    }

    /** @param appliedSeq highest sequence applied */
    public record UpdateAnswer(long appliedSeq) {}

    /** @param nextOffset where the next chunk begins */
    public record LogAnswer(long nextOffset) {}

    /** @param values name to base64 of the value; never logged */
    public record SecretsAnswer(Map<String, String> values) {
        @Override
        public String toString() {
            return "SecretsAnswer" + values.keySet();
        }
    }
}
