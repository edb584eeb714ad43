package dev.slipway.provisioners;

import dev.slipway.model.Digest;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which plans this machine began and ended to apply, so that after a crash a state that moved on can be told
 * from one that somebody else moved. Entries are flushed before the apply begins and kept for 30 days.
 */
final class ApplyJournal {
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path folder;

    ApplyJournal(Path workDir) {
        this.folder = workDir.resolve("journal");
    }

    /** What is known about a plan; empty when its apply never began here. */
    Optional<Entry> find(String key, Digest plan) throws IOException {
        Path file = file(key, plan);
        return Files.exists(file) ? Optional.of(ModelJson.read(Files.readString(file), Entry.class)) : Optional.empty();
    }

    void begin(String key, Digest plan) throws IOException {
        Files.createDirectories(folder);
        removeOld();
        write(file(key, plan), new Entry(key, plan, null));
    }

    void end(String key, Digest plan, long serial) throws IOException {
        write(file(key, plan), new Entry(key, plan, serial));
    }

    private void write(Path file, Entry entry) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(ModelJson.write(entry).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void removeOld() throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path file(String key, Digest plan) {
        return folder.resolve(IdempotencyKey.shortHash(key + " " + plan) + ".json");
    }

    /**
     * One apply.
     *
     * @param appliedSerial serial of the state at its end; null while it is not known to have ended
     */
    record Entry(String key, Digest plan, @Nullable Long appliedSerial) {}
}
