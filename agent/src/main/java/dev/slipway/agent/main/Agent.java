package dev.slipway.agent.main;

import dev.slipway.agent.node.NodeAgent;
import dev.slipway.agent.node.NodeSettings;
import dev.slipway.agent.state.NodeFolders;
import dev.slipway.client.ClientSettings;
import dev.slipway.drivers.DriverSettings;
import dev.slipway.drivers.Drivers;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.TaskDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An agent process: its nodes and its health endpoint. */
public final class Agent implements AutoCloseable {
    private final List<NodeAgent> nodes;
    private final HealthServer health;

    private Agent(List<NodeAgent> nodes, HealthServer health) {
        this.nodes = nodes;
        this.health = health;
    }

    /** Starts everything; returns before the nodes are in step with the server. */
    public static Agent start(AgentConfiguration configuration) throws IOException {
        String caFile = configuration.caFile();
        ClientSettings server =
                ClientSettings.anonymous(configuration.apiUrl()).trusting(caFile == null ? null : Path.of(caFile));
        List<NodeAgent> nodes = configuration.nodes().stream()
                .map(node -> NodeAgent.start(
                        server, node, folders(configuration, node), drivers(configuration, node), Clock.systemUTC()))
                .toList();
        HealthServer health = HealthServer.start(
                configuration.healthPort(), () -> nodes.stream().allMatch(NodeAgent::ready));
        return new Agent(nodes, health);
    }

    static NodeFolders folders(AgentConfiguration configuration, NodeSettings node) {
        return new NodeFolders(Path.of(configuration.dataDir()).resolve(node.name()));
    }

    /** Every driver of the release, by name, for one node. */
    static List<TaskDriver> allDrivers(AgentConfiguration configuration, NodeSettings node) {
        return Drivers.create(new DriverSettings(
                folders(configuration, node).drivers(),
                configuration.rawExec(),
                configuration.dockerHost(),
                configuration.networkRange()));
    }

    private static Map<String, TaskDriver> drivers(AgentConfiguration configuration, NodeSettings node) {
        Map<String, TaskDriver> offered = new LinkedHashMap<>();
        for (TaskDriver driver : allDrivers(configuration, node)) {
            if (node.drivers().contains(driver.name())) {
                offered.put(driver.name(), driver);
            }
        }
        if (offered.size() < node.drivers().size()) {
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED,
                    "node " + node.name() + " offers " + node.drivers() + ", of which there are only "
                            + offered.keySet());
        }
        return offered;
    }

    /** Whether every node is in step with the server. */
    public boolean ready() {
        return nodes.stream().allMatch(NodeAgent::ready);
    }

    /** Ends the agent and leaves every task alone. */
    @Override
    public void close() {
        nodes.forEach(NodeAgent::close);
        health.close();
    }
}
