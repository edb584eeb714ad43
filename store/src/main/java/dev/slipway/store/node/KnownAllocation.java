package dev.slipway.store.node;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.AllocationState;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.spec.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * An allocation of a node that has not ended, as it stood before an update.
 *
 * @param address where ports of tasks without an address of their own are reached
 * @param services specification of its group's services
 * @param instances service name to {@code <state> <address> <port>}
 */
public record KnownAllocation(
        UUID id,
        String jobKey,
        AllocationState clientState,
        @Nullable Boolean healthy,
        String address,
        @Nullable JsonNode services,
        JsonNode instances) {
    private static final TypeReference<List<ServiceSpec>> SERVICES = new TypeReference<>() {};

    static Map<String, KnownAllocation> load(Handle handle, String nodeId, List<AllocationUpdate> changes) {
        List<String> ids =
                changes.stream().map(AllocationUpdate::allocationId).distinct().toList();
        return handle
                .createQuery("""
                        select a.id, a.job_key, a.client_state, a.healthy,
                            coalesce(n.attributes ->> 'node.address', '127.0.0.1') address,
                            jsonb_path_query_first(v.spec, '$.groups[*] ? (@.name == $name)',
                                jsonb_build_object('name', a.group_name)) -> 'services' services,
                            coalesce((select jsonb_object_agg(s.service, concat_ws(' ', s.state, s.address, s.port))
                                from service_instance s where s.allocation_id = a.id), '{}') instances
                        from allocation a
                        join node n on n.id = a.node_id
                        join job_version v on v.job_key = a.job_key and v.version = a.version
                        where a.node_id = :nodeId and a.client_state in ('pending', 'running', 'unknown')
                            and a.id in (select cast(r.id as uuid) from jsonb_array_elements_text(:ids) as r(id))""")
                .bind("nodeId", nodeId)
                .bindByType("ids", ModelJson.mapper().valueToTree(ids), JsonNode.class)
                .map(ConstructorMapper.of(KnownAllocation.class))
                .stream()
                .collect(Collectors.toMap(known -> known.id().toString(), Function.identity()));
    }

    List<ServiceSpec> serviceSpecs() {
        return services == null || services.isNull()
                ? List.of()
                : ModelJson.mapper().convertValue(services, SERVICES);
    }

    /** Whether the scheduler has something to decide because of {@code update}. */
    boolean mattersToScheduler(AllocationUpdate update) {
        boolean ended = update.clientState().isFinal();
        boolean health = update.healthy() != null && !Objects.equals(healthy, update.healthy());
        return ended || health || serving() != serving(update);
    }

    private boolean serving() {
        return serviceSpecs().stream()
                .allMatch(service -> instances.path(service.name()).asText("").startsWith("healthy "));
    }

    private boolean serving(AllocationUpdate update) {
        return serviceSpecs().stream()
                .allMatch(service -> update.servicesPassing().contains(service.name()));
    }
}
