package dev.slipway.agent.node;

import dev.slipway.model.api.NodeApi.RegisterRequest;
import dev.slipway.model.spi.Fingerprint;
import dev.slipway.model.spi.TaskDriver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a machine is and can do, as the server is told. */
final class NodeFacts {
    private NodeFacts() {}

    static RegisterRequest of(NodeSettings settings, Map<String, TaskDriver> drivers) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("os.name", System.getProperty("os.name"));
        attributes.put("os.version", System.getProperty("os.version"));
        attributes.put("cpu.architecture", System.getProperty("os.arch"));
        attributes.put("cpu.cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        Map<String, Fingerprint> fingerprints = new LinkedHashMap<>();
        drivers.forEach((name, driver) -> fingerprints.put(name, driver.fingerprint()));
        fingerprints.values().forEach(found -> attributes.putAll(found.attributes()));
        // Last, so that no driver can move the node's services elsewhere.
        attributes.put("node.address", settings.addressOrDefault());
        return new RegisterRequest(settings.cpu(), settings.memory().bytes(), attributes, fingerprints);
    }
}
