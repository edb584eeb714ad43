package dev.slipway.model.api;

import java.util.List;

/**
 * A service and its instances.
 *
 * @param url address through the proxy
 */
public record ServiceView(String project, String environment, String name, String url, List<Instance> instances) {
    public ServiceView {
        instances = List.copyOf(instances);
    }

    /** One instance; state is starting, healthy, unhealthy, draining or gone. */
    public record Instance(String allocationId, long version, String address, int port, String state) {}
}
