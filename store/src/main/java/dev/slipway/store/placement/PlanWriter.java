package dev.slipway.store.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.placement.PlacementPlan.Move;
import dev.slipway.store.placement.PlacementPlan.Placement;
import dev.slipway.store.placement.PlacementPlan.Stop;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes the desired side of allocations, a list per statement, on nodes whose rows are locked and counted. */
final class PlanWriter {
    private PlanWriter() {}

    /** An allocation that serves leaves the proxy at once and drains; one that has ended is only marked. */
    static void stop(Handle handle, List<Stop> stops, Duration drain) {
        if (stops.isEmpty()) {
            return;
        }
        JsonNode rows = ModelJson.mapper().valueToTree(stops);
        handle.createUpdate("""
                        update allocation a set desired = 'stop', desired_reason = r.reason, modify_index = n.modify_index,
                            drain_until = case when not r.ended and exists (
                                select 1 from service_instance s where s.allocation_id = a.id and s.state = 'healthy'
                            ) then now() + make_interval(secs => :drain) end
                        from jsonb_to_recordset(:rows) as r(id uuid, reason text, ended boolean), node n
                        where a.id = r.id and a.desired = 'run' and n.id = a.node_id""")
                .bindByType("rows", rows, JsonNode.class)
                .bind("drain", drain.toMillis() / 1000.0)
                .execute();
        if (stops.stream().anyMatch(stop -> !stop.ended())) {
            handle.createUpdate("""
                            update service_instance set state = 'draining', updated_at = now()
                            where state <> 'draining'
                                and allocation_id in (select id from jsonb_to_recordset(:rows) as r(id uuid))""").bindByType("rows", rows, JsonNode.class).execute();
        }
    }

    static void move(Handle handle, List<Move> moves) {
        if (moves.isEmpty()) {
            return;
        }
        JsonNode rows = ModelJson.mapper().valueToTree(moves);
        handle.createUpdate("""
                        update allocation a set version = r.version, deployment_number = r.deployment,
                            modify_index = n.modify_index
                        from jsonb_to_recordset(:rows) as r(id uuid, version bigint, deployment bigint), node n
                        where a.id = r.id and n.id = a.node_id""").bindByType("rows", rows, JsonNode.class).execute();
        handle.createUpdate("""
                        update service_instance s set version = r.version
                        from jsonb_to_recordset(:rows) as r(id uuid, version bigint) where s.allocation_id = r.id""").bindByType("rows", rows, JsonNode.class).execute();
    }

    static void place(Handle handle, String jobKey, List<Placement> placements) {
        if (placements.isEmpty()) {
            return;
        }
        List<Placement> ordered = placements.stream()
                .sorted(Comparator.comparing(Placement::node))
                .toList();
        handle.createUpdate("""
                        insert into allocation (id, job_key, group_name, index, version, deployment_number, node_id,
                            node_epoch, cpu, memory, previous_allocation, modify_index)
                        select r.id, :jobKey, r."group", r.index, r.version, r.deployment, r.node, n.epoch, r.cpu,
                            r.memory, r.previous, n.modify_index
                        from jsonb_to_recordset(:rows) as r(id uuid, "group" text, index int, version bigint,
                            deployment bigint, node text, cpu int, memory bigint, previous uuid)
                        join node n on n.id = r.node""")
                .bind("jobKey", jobKey)
                .bindByType("rows", ModelJson.mapper().valueToTree(ordered), JsonNode.class)
                .execute();
    }
}
