package dev.slipway.drivers.durable;

import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The records of one driver, a file per task named by the short hash of its key: where a task is found again by its key
 * alone.
 *
 * @param <T> the record, read and written as JSON
 */
public final class RecordBook<T> {
    private static final String SUFFIX = ".json";
    private final Path folder;
    private final Class<T> type;

    public RecordBook(Path folder, Class<T> type) {
        this.folder = folder;
        this.type = type;
    }

    /** The file that stands for {@code key}, there or not. */
    public Path file(String key) {
        return folder.resolve(IdempotencyKey.shortHash(key) + SUFFIX);
    }

    public Optional<T> read(String key) {
        return AtomicFiles.read(file(key)).map(json -> ModelJson.read(json, type));
    }

    /** Survives a crash of this process. */
    public void write(String key, T entry) {
        AtomicFiles.write(file(key), ModelJson.write(entry));
    }

    /** Survives a crash of the machine. */
    public void writeDurably(String key, T entry) {
        AtomicFiles.writeDurably(file(key), ModelJson.write(entry));
    }

    public void delete(String key) {
        AtomicFiles.delete(file(key));
    }

    /** Every record, in no particular order; one removed meanwhile is left out. */
    public List<T> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .flatMap(file -> AtomicFiles.read(file).stream())
                    .map(json -> ModelJson.read(json, type))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
