package dev.slipway.store.node;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * An instance of a service as the proxy needs it.
 *
 * @param state starting, healthy, unhealthy or draining
 */
public record ServiceRow(
        String project,
        String environment,
        String service,
        String allocationId,
        String address,
        int port,
        String state) {
    /** All instances of all services, in a fixed order. */
    public static List<ServiceRow> all(Handle handle) {
        return handle.createQuery("""
                        select project, environment, service, cast(allocation_id as text) allocation_id, address, port,
                            state
                        from service_instance where state <> 'gone'
                        order by project, environment, service, allocation_id""")
                .map(ConstructorMapper.of(ServiceRow.class))
                .list();
    }
}
