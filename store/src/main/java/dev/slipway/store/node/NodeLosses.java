package dev.slipway.store.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Events;
import dev.slipway.store.placement.Evaluations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Declares nodes down. Whether silence is a node's own fault is the caller's to know. */
public final class NodeLosses {
    private NodeLosses() {}

    /** Ids of nodes that should have called within {@code lease} and did not, by database time. */
    public static List<String> silent(Handle handle, Duration lease) {
        return handle.createQuery("""
                        select id from node where state in ('ready', 'disconnected')
                            and last_seen < now() - make_interval(secs => :lease) order by id""")
                .bind("lease", lease.toMillis() / 1000.0)
                .mapTo(String.class)
                .list();
    }

    /**
     * Declares a node down: its epoch grows, so nothing it says counts before it registers again, and what ran on it is
     * lost and replaced elsewhere.
     *
     * @return false when it has called in the meantime or is down already; nothing is changed then
     */
    public static boolean declareDown(Handle handle, String nodeId, Duration lease) {
        Set<String> jobs = new TreeSet<>(
                handle.createQuery("""
                        select distinct job_key from allocation
                        where node_id = :id and client_state in ('pending', 'running', 'unknown')""").bind("id", nodeId).mapTo(String.class).list());
        Evaluations.requestAll(handle, jobs, "node down");
        Optional<String> name = takeDown(handle, nodeId, lease);
        if (name.isEmpty()) {
            return false;
        }
        List<Map.Entry<String, String>> lost = lose(handle, nodeId);
        Set<String> late = new TreeSet<>();
        lost.forEach(entry -> late.add(entry.getValue()));
        late.removeAll(jobs);
        Evaluations.requestAll(handle, late, "node down");
        ServiceInstances.remove(handle, lost.stream().map(Map.Entry::getKey).toList());
        ObjectNode data =
                ModelJson.mapper().createObjectNode().put("name", name.get()).put("lost", lost.size());
        Events.emit(handle, "node.down", null, "node/" + nodeId, (JsonNode) data);
        return true;
    }

    private static Optional<String> takeDown(Handle handle, String nodeId, Duration lease) {
        return handle.createQuery("""
                        update node set state = 'down', epoch = epoch + 1, modify_index = modify_index + 1
                        where id = :id and state in ('ready', 'disconnected')
                            and last_seen < now() - make_interval(secs => :lease)
                        returning name""")
                .bind("id", nodeId)
                .bind("lease", lease.toMillis() / 1000.0)
                .mapTo(String.class)
                .findOne();
    }

    private static List<Map.Entry<String, String>> lose(Handle handle, String nodeId) {
        return handle.createQuery("""
                        update allocation set client_state = 'lost', client_updated_at = now()
                        where node_id = :id and client_state in ('pending', 'running', 'unknown')
                        returning id, job_key""")
                .bind("id", nodeId)
                .map((row, context) -> Map.entry(row.getString("id"), row.getString("job_key")))
                .list();
    }
}
