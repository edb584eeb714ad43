package dev.slipway.drivers.docker;

import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.ExitResult;
import dev.slipway.model.spi.TaskHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the driver keeps on disk of one start, beside the container itself.
 *
 * @param folder where
 */
record ContainerFiles(Path folder) {
    /** The handle the start returned. */
    Optional<TaskHandle> handle() {
        return AtomicFiles.read(handleFile()).map(json -> ModelJson.read(json, TaskHandle.class));
    }

    void writeHandle(TaskHandle handle) {
        AtomicFiles.writeDurably(handleFile(), ModelJson.write(handle));
    }

    /** How the container ended, kept when it was first seen. */
    Optional<ExitResult> result() {
        return AtomicFiles.read(resultFile()).map(json -> ModelJson.read(json, ExitResult.class));
    }

    /** Keeps {@code result} unless one is kept already; returns the one that counts. */
    ExitResult keep(ExitResult result) {
        Optional<ExitResult> kept = result();
        if (kept.isEmpty()) {
            AtomicFiles.write(resultFile(), ModelJson.write(result));
        }
        return kept.orElse(result);
    }

    private Path handleFile() {
        return folder.resolve("handle.json");
    }

    private Path resultFile() {
        return folder.resolve("exit.json");
    }
}
