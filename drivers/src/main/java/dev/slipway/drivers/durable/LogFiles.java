package dev.slipway.drivers.durable;

import dev.slipway.model.spec.LogsSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * One output stream of a task in rotated files {@code <task>.<stream>.<n>}. A file but the last holds exactly the
 * rotation size, so byte {@code n × size} of the stream is the first of file n; a restarted task appends.
 */
public final class LogFiles {
    private final Path folder;
    private final String prefix;
    private final LogsSpec rotation;

    /** {@code stream} is {@code stdout} or {@code stderr}. */
    public LogFiles(Path folder, String task, String stream, LogsSpec rotation) {
        this.folder = folder;
        this.prefix = task + "." + stream + ".";
        this.rotation = rotation;
    }

    /** Appends and rotates. One writer at a time. */
    public void append(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                int number = Math.max(0, highest());
                Path file = folder.resolve(prefix + number);
                long room = rotation.maxFileSize().bytes() - (Files.exists(file) ? Files.size(file) : 0);
                if (room <= 0) {
                    file = folder.resolve(prefix + (number + 1));
                    room = rotation.maxFileSize().bytes();
                    Files.deleteIfExists(folder.resolve(prefix + (number + 1 - rotation.maxFiles())));
                }
                write(file, bytes.slice(bytes.position(), (int) Math.min(room, bytes.remaining())));
                bytes.position(bytes.position() + (int) Math.min(room, bytes.remaining()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write output to " + folder.resolve(prefix), e);
        }
    }

    /** Bytes of the stream so far, those of removed files included. */
    public long length() {
        int number = highest();
        try {
            return number < 0
                    ? 0
                    : number * rotation.maxFileSize().bytes() + Files.size(folder.resolve(prefix + number));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot measure " + folder.resolve(prefix + number), e);
        }
    }

    /** Number of the file being written, -1 before the first byte. */
    public int highest() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .filter(rest -> rest.matches("\\d{1,9}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static void write(Path file, ByteBuffer part) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
    }
}
