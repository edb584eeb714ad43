package dev.slipway.drivers.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.drivers.process.Programs;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network of our containers: a bridge without a way out and without a way from one container to another, and a rule
 * on the host that lets nobody on it open a connection to the host. The host still reaches every container. The rule
 * stays when the network goes: it names an interface that is only ours, and removing it could meet a new start.
 */
final class EngineNetwork {
    static final String NAME = "slipway";
    private static final String BRIDGE = "slw-docker";
    private static final List<String> RULE =
            List.of("INPUT", "-i", BRIDGE, "-m", "conntrack", "--ctstate", "NEW,INVALID", "-j", "DROP");
    private final Engine engine;

    EngineNetwork(Engine engine) {
        this.engine = engine;
    }

    /** Makes the rule and the network when they are missing, the rule first. */
    void ensure() {
        if (filter("-C").exitCode() != 0) {
            Programs.Outcome outcome = filter("-I");
            if (outcome.exitCode() != 0) {
                throw new SlipwayException(
                        ErrorCode.DRIVER_UNAVAILABLE,
                        "cannot keep containers from the host's ports: " + outcome.output());
            }
        }
        try {
            engine.call(client -> client.inspectNetworkCmd().withNetworkId(NAME).exec());
        } catch (NotFoundException absent) {
            create();
        }
    }

    private void create() {
        try {
            engine.call(client -> client.createNetworkCmd()
                    .withName(NAME)
                    .withDriver("bridge")
                    .withCheckDuplicate(true)
                    .withInternal(true)
                    .withOptions(Map.of(
                            "com.docker.network.bridge.name", BRIDGE, "com.docker.network.bridge.enable_icc", "false"))
                    .withLabels(Map.of(Labels.PREFIX + "network", "tasks"))
                    .exec());
        } catch (ConflictException made) {
            // Another start was faster.
            return;
        }
    }

    /** Removes the network when no container uses it any more. */
    void removeIfUnused() {
        try {
            engine.call(client -> client.removeNetworkCmd(NAME).exec());
        } catch (DockerException inUseOrGone) {
            // The engine itself refuses to remove a network somebody is on; that is the question asked.
            return;
        }
    }

    private static Programs.Outcome filter(String action) {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", action));
        command.addAll(RULE);
        return Programs.run(command, Map.of(), "", Duration.ofSeconds(10));
    }
}
