package dev.slipway.agent.log;

import dev.slipway.model.spec.LogsSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One stream of a task as the drivers leave it: files {@code <task>.<stream>.<n>}, each but the last of exactly the
 * rotation size, so that every byte has an offset in the stream although old files are gone.
 */
final class RotatedLog {
    private final Path folder;
    private final String prefix;
    private final long fileSize;

    RotatedLog(Path folder, String task, String stream, LogsSpec rotation) {
        this.folder = folder;
        this.prefix = task + "." + stream + ".";
        this.fileSize = rotation.maxFileSize().bytes();
    }

    /** Up to {@code limit} bytes from {@code offset}, empty when there is nothing there (yet). */
    byte[] read(long offset, int limit) {
        Path file = file(offset / fileSize);
        long position = offset % fileSize;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long there = Math.min(fileSize, channel.size()) - position;
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.clamp(there, 0, limit));
            while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
                continue;
            }
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Offset of the oldest byte still there that is not before {@code offset}; {@code offset} itself when none is. */
    long firstFrom(long offset) {
        long wanted = offset / fileSize;
        OptionalInt oldest = numbers().filter(number -> number >= wanted).min();
        return oldest.isEmpty() || oldest.getAsInt() == wanted ? offset : oldest.getAsInt() * fileSize;
    }

    private IntStream numbers() {
        if (!Files.isDirectory(folder)) {
            return IntStream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return IntStream.of(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .filter(rest -> rest.matches("\\d{1,9}"))
                    .mapToInt(Integer::parseInt)
                    .toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private Path file(long number) {
        return folder.resolve(prefix + number);
    }
}
