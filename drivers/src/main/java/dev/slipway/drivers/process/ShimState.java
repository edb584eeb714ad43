package dev.slipway.drivers.process;

import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.ExitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the files of a shim say about its task. */
final class ShimState {
    private static final List<String> LEFTOVERS =
            List.of("claim", "started", "failed", "out", "err", "gate", "info", "exit.draft");
    private final Path folder;

    ShimState(Path folder) {
        this.folder = folder;
    }

    /** How far a start has come. */
    enum Phase {
        /** No shim has taken it up. */
        UNCLAIMED,
        /** A live shim prepares it. */
        STARTING,
        /** Its shim lives, and it may have run. */
        RUNNING,
        /** Its result is on disk. */
        ENDED,
        /** Its shim died before the task's first instruction: it may be started again. */
        NEVER_RAN,
        /** Its shim died after the task's first instruction: nobody will ever know its result. */
        LOST
    }

    Phase phase() {
        if (Files.exists(exitFile())) {
            return Phase.ENDED;
        }
        Optional<String> claim = AtomicFiles.read(folder.resolve("claim"));
        if (claim.isEmpty()) {
            return Phase.UNCLAIMED;
        }
        boolean alive = shimProcess().isPresent();
        boolean started = Files.exists(folder.resolve("started"));
        if (alive) {
            return started ? Phase.RUNNING : Phase.STARTING;
        }
        // It may have written its result and ended between the first look and the last.
        if (Files.exists(exitFile())) {
            return Phase.ENDED;
        }
        return started && !Files.exists(folder.resolve("failed")) ? Phase.LOST : Phase.NEVER_RAN;
    }

    /** Process id of the shim while it lives. */
    Optional<Long> shimProcess() {
        return AtomicFiles.read(folder.resolve("claim")).flatMap(claim -> {
            String[] parts = claim.strip().split(" ");
            long process = Long.parseLong(parts[0]);
            boolean same = parts.length == 3
                    && parts[2].equals(Processes.bootId())
                    && Processes.startTicks(process).filter(parts[1]::equals).isPresent();
            return same ? Optional.of(process) : Optional.empty();
        });
    }

    /** Process the shim started: the task itself, or the first process of its namespace. */
    Optional<Long> startedProcess() {
        return AtomicFiles.read(folder.resolve("started"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Long::parseLong);
    }

    Optional<ExitResult> result() {
        if (!Files.exists(exitFile())) {
            return Optional.empty();
        }
        return AtomicFiles.read(exitFile()).map(json -> ModelJson.read(json, ExitResult.class));
    }

    void writeResult(ExitResult result) {
        AtomicFiles.write(exitFile(), ModelJson.write(result));
    }

    Optional<String> failure() {
        return AtomicFiles.read(folder.resolve("failed")).map(String::strip);
    }

    /** Removes all but the result, so that another shim may claim the start or the folder is left tidy. */
    void clear() {
        LEFTOVERS.forEach(name -> AtomicFiles.delete(folder.resolve(name)));
    }

    private Path exitFile() {
        return folder.resolve("exit.json");
    }
}
