package dev.slipway.agent.main;

import dev.slipway.agent.node.NodeSettings;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of an agent process.
 *
 * @param apiUrl address of the server
 * @param dataDir folder of the agent, one sub-folder per node
 * @param healthPort loopback port of {@code GET /health/ready}, 0 for none
 * @param nodes the nodes it carries, at least one, names distinct
 * @param rawExec whether tasks without isolation may run, false when absent
 * @param dockerHost address of the container engine; its default when null
 * @param networkRange IPv4 range of task addresses; the drivers' default when null
 * @param caFile PEM file of the certificates that may vouch for the server; those of the platform when null
 */
public record AgentConfiguration(
        URI apiUrl,
        String dataDir,
        int healthPort,
        List<NodeSettings> nodes,
        boolean rawExec,
        @Nullable String dockerHost,
        @Nullable String networkRange,
        @Nullable String caFile) {
    public AgentConfiguration {
        if (apiUrl == null || dataDir == null || nodes == null || nodes.isEmpty()) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "an agent needs apiUrl, dataDir and nodes");
        }
        if (nodes.stream().map(NodeSettings::name).distinct().count() != nodes.size()) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "the nodes of an agent need distinct names");
        }
        nodes = List.copyOf(nodes);
    }
}
