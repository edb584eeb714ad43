package dev.slipway.store.node;

import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.model.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service instance as an update describes it.
 *
 * @param state healthy while its checks pass, else starting
 */
record Instance(UUID id, String service, String address, int port, String state) {
    /** Instances of a running allocation; a service whose port is not open yet has none. */
    static List<Instance> of(KnownAllocation known, AllocationUpdate update) {
        List<Instance> instances = new ArrayList<>();
        for (ServiceSpec service : known.serviceSpecs()) {
            TaskStateView task = task(service, update);
            Integer port = task == null ? null : task.ports().get(service.port());
            if (task != null && port != null) {
                String address = task.address() == null ? known.address() : task.address();
                String state = update.servicesPassing().contains(service.name()) ? "healthy" : "starting";
                instances.add(new Instance(known.id(), service.name(), address, port, state));
            }
        }
        return instances;
    }

    /** Whether the row says the same already; a draining one says everything it will. */
    boolean isKnownTo(KnownAllocation known) {
        String row = known.instances().path(service).asText("");
        String place = " " + address + " " + port;
        return row.equals(state + place)
                || row.equals("draining" + place)
                || (state.equals("starting") && row.equals("unhealthy" + place));
    }

    private static @Nullable TaskStateView task(ServiceSpec service, AllocationUpdate update) {
        if (service.task() != null) {
            return update.tasks().get(service.task());
        }
        return update.tasks().values().stream()
                .filter(task -> task.ports().containsKey(service.port()))
                .findFirst()
                .orElse(null);
    }
}
