package dev.slipway.agent.task;

import dev.slipway.agent.content.ArtifactCache;
import dev.slipway.agent.content.Outputs;
import dev.slipway.agent.content.SecretsFolder;
import dev.slipway.agent.health.Prober;
import dev.slipway.agent.state.NodeFolders;
import dev.slipway.agent.state.StateStore;
import dev.slipway.client.NodeClient;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.TaskDriver;
import java.time.Clock;
import java.util.Map;

/**
 * What every allocation of a node works with.
 *
 * @param drivers by name
 * @param address IP address at which tasks without one of their own are reached
 */
public record NodeParts(
        NodeFolders folders,
        StateStore state,
        NodeClient client,
        Map<String, TaskDriver> drivers,
        ArtifactCache artifacts,
        Outputs outputs,
        SecretsFolder secrets,
        Prober prober,
        Clock clock,
        String address) {
    public NodeParts {
        drivers = Map.copyOf(drivers);
    }

    /** The driver, or DRIVER_UNAVAILABLE when this node does not offer it. */
    public TaskDriver driver(String name) {
        TaskDriver driver = drivers.get(name);
        if (driver == null) {
            throw new SlipwayException(ErrorCode.DRIVER_UNAVAILABLE, "this node does not offer the driver " + name);
        }
        return driver;
    }
}
