package dev.slipway.agent.state;

import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allocations and tasks on disk. What is written of a task survives a crash of the machine; of an allocation only one of
 * the agent, because the server knows it too. A damaged file is put aside, never trusted.
 */
public final class StateStore {
    private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);
    private static final String ALLOCATION = "allocation.json";
    private final Path root;
    private final Clock clock;

    /** {@code root} holds one folder per allocation. */
    public StateStore(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    public void write(AllocationRecord entry) {
        uninterrupted(() -> AtomicFiles.write(folder(entry.id()).resolve(ALLOCATION), ModelJson.write(entry)));
    }

    public void write(String allocationId, String task, TaskRecord entry) {
        uninterrupted(() -> AtomicFiles.writeDurably(file(allocationId, task), ModelJson.write(entry)));
    }

    /** An agent that is asked to end interrupts its threads; what has happened must be on disk all the same. */
    private static void uninterrupted(Runnable write) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    write.run();
                    return;
                } catch (UncheckedIOException e) {
                    if (!(e.getCause() instanceof ClosedByInterruptException)) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Every allocation that can be read. */
    public List<AllocationRecord> allocations() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.map(folder -> folder.resolve(ALLOCATION))
                    .flatMap(file -> read(file, AllocationRecord.class).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + root, e);
        }
    }

    /** Empty when there is none or it is damaged: then the driver must be asked what runs. */
    public Optional<TaskRecord> task(String allocationId, String task) {
        return read(file(allocationId, task), TaskRecord.class);
    }

    /** Forgets an allocation. */
    public void delete(String allocationId) {
        AtomicFiles.delete(folder(allocationId).resolve(ALLOCATION));
        Folders.delete(folder(allocationId));
    }

    private Path folder(String allocationId) {
        return root.resolve(allocationId);
    }

    private Path file(String allocationId, String task) {
        return folder(allocationId).resolve(task + ".task.json");
    }

    private <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return AtomicFiles.read(file).map(json -> ModelJson.read(json, type));
        } catch (SlipwayException | UncheckedIOException e) {
            LOG.error("state file {} is damaged and put aside", file, e);
            putAside(file);
            return Optional.empty();
        }
    }

    private void putAside(Path file) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + clock.millis());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            LOG.warn("the damaged file {} is gone already", file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put the damaged file " + file + " aside", e);
        }
    }
}
