package dev.slipway.drivers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.slipway.drivers.process.Signals;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ExitResult;
import dev.slipway.model.spi.TaskHandle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The containers of one node on its engine. */
final class Containers {
    private final Engine engine;
    private final String scope;

    Containers(Engine engine, String scope) {
        this.engine = engine;
        this.scope = scope;
    }

    /** The container of a key, in whatever state. */
    Optional<InspectContainerResponse> find(String key) {
        try {
            InspectContainerResponse found = engine.call(client ->
                    client.inspectContainerCmd(Labels.containerName(key)).exec());
            return Optional.of(found)
                    .filter(container -> labels(container).key().equals(key));
        } catch (NotFoundException absent) {
            return Optional.empty();
        }
    }

    InspectContainerResponse require(String key) {
        return find(key)
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.DRIVER_START_FAILED, "the container of " + key + " went away during its start"));
    }

    /** Every container of this node. */
    List<InspectContainerResponse> all() {
        return engine
                .call(client -> client.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of(Labels.SCOPE, scope))
                        .exec())
                .stream()
                .flatMap(container -> find(container.getLabels().getOrDefault(Labels.KEY, "")).stream())
                .toList();
    }

    /** Kills and removes the container of a key with what it left of volumes. */
    void remove(String key) {
        try {
            engine.call(client -> client.removeContainerCmd(Labels.containerName(key))
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (NotFoundException | ConflictException goneOrGoing) {
            return;
        }
    }

    /** The handle the start returned, or the one it would have. */
    TaskHandle handle(InspectContainerResponse container) {
        Labels labels = labels(container);
        return new ContainerFiles(labels.folder())
                .handle()
                .orElseGet(() -> new TaskHandle(
                        1,
                        DockerDriver.NAME,
                        labels.key(),
                        address(container),
                        Map.of(
                                "container", container.getId(),
                                "image", String.valueOf(container.getImageId()),
                                "folder", labels.folder().toString())));
    }

    static Labels labels(InspectContainerResponse container) {
        Map<String, String> labels = container.getConfig().getLabels();
        return Labels.of(labels == null ? Map.of() : labels);
    }

    static boolean hasRun(InspectContainerResponse container) {
        return !"created".equals(container.getState().getStatus());
    }

    static boolean runs(InspectContainerResponse container) {
        InspectContainerResponse.ContainerState state = container.getState();
        return Boolean.TRUE.equals(state.getRunning()) || Boolean.TRUE.equals(state.getRestarting());
    }

    static ExitResult result(InspectContainerResponse container) {
        InspectContainerResponse.ContainerState state = container.getState();
        int code = Optional.ofNullable(state.getExitCodeLong()).orElse(-1L).intValue();
        String error = state.getError();
        return new ExitResult(
                code,
                Signals.ofExitCode(code),
                Boolean.TRUE.equals(state.getOOMKilled()) && code != 0,
                error == null || error.isBlank() ? null : error,
                Instant.parse(String.valueOf(state.getFinishedAt())));
    }

    private static @Nullable String address(InspectContainerResponse container) {
        ContainerNetwork network = container.getNetworkSettings().getNetworks().get(EngineNetwork.NAME);
        String address = network == null ? null : network.getIpAddress();
        return address == null || address.isEmpty() ? null : address;
    }
}
