package dev.slipway.store.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Rows that the proxy and people find services by. Those of ended allocations are removed. */
final class ServiceInstances {
    private ServiceInstances() {}

    /** An instance whose allocation is to stop stays draining, one that was healthy before becomes unhealthy. */
    static void upsert(Handle handle, List<Instance> instances) {
        if (instances.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into service_instance
                            (project, environment, service, allocation_id, version, address, port, state)
                        select split_part(a.job_key, '/', 1), split_part(a.job_key, '/', 2), r.service, a.id, a.version,
                            r.address, r.port, case when a.desired = 'stop' then 'draining' else r.state end
                        from jsonb_to_recordset(:rows)
                            as r(id uuid, service text, address text, port int, state text)
                        join allocation a on a.id = r.id
                        order by a.id, r.service
                        on conflict (allocation_id, service) do update set
                            version = excluded.version, address = excluded.address, port = excluded.port,
                            updated_at = now(),
                            state = case
                                when excluded.state = 'starting' and service_instance.state in ('healthy', 'unhealthy')
                                then 'unhealthy' else excluded.state end""")
                .bindByType("rows", ModelJson.mapper().valueToTree(instances), JsonNode.class)
                .execute();
    }

    static void remove(Handle handle, List<String> allocationIds) {
        if (allocationIds.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        delete from service_instance
                        where allocation_id in (select cast(r.id as uuid) from jsonb_array_elements_text(:ids) as r(id))""")
                .bindByType("ids", ModelJson.mapper().valueToTree(allocationIds), JsonNode.class)
                .execute();
    }
}
