package dev.slipway.drivers.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Images on the engine. Nothing is ever pulled: what runs is what was brought here and checked before. */
final class Images {
    private final Engine engine;

    Images(Engine engine) {
        this.engine = engine;
    }

    /** Digest of the image's configuration; loads the archive when the image is missing; DRIVER_START_FAILED. */
    String require(DockerConfig config, Path workDir) {
        Optional<String> present = find(config.image());
        if (present.isPresent()) {
            return present.get();
        }
        if (config.archive().isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_START_FAILED,
                    "the image " + config.image() + " is not on this node and no archive is given to load it from");
        }
        load(workDir, config.archive().get());
        return find(config.image())
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.DRIVER_START_FAILED,
                        "the archive " + config.archive().get() + " does not contain the image " + config.image()));
    }

    private Optional<String> find(String reference) {
        try {
            return Optional.ofNullable(engine.call(
                    client -> client.inspectImageCmd(reference).exec().getId()));
        } catch (NotFoundException absent) {
            return Optional.empty();
        }
    }

    private void load(Path workDir, String archive) {
        try {
            Path file = workDir.resolve(archive).toRealPath();
            if (!file.startsWith(workDir.toRealPath())) {
                throw new SlipwayException(
                        ErrorCode.DRIVER_START_FAILED, "the archive " + archive + " leads out of the work folder");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                engine.call(client -> client.loadImageCmd(stream).exec());
            }
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_START_FAILED, "cannot read the archive " + archive + ": " + e.getMessage(), e);
        }
    }
}
