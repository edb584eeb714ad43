package dev.slipway.drivers.docker;

import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.drivers.durable.LogFiles;
import dev.slipway.model.ModelJson;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Copies what a container says from the engine into the task's output files. A mark on disk says up to which of the
 * engine's time stamps the files were written and how long they were then; what was written after the mark is skipped by
 * its length, so nothing is doubled or lost when an agent dies between the two.
 */
final class LogFollower {
    private static final Duration MARK_INTERVAL = Duration.ofMillis(500);
    private static final int STDERR = 2;
    private final Path markFile;
    private final LogFiles stdout;
    private final LogFiles stderr;
    private final Map<String, Position> positions = new TreeMap<>();
    private final Map<String, Long> repeated = new TreeMap<>();
    private final Map<String, Long> skip = new TreeMap<>();
    private Instant marked = Instant.EPOCH;

    /**
     * How far one stream is copied.
     *
     * @param time the engine's time stamp of the last entry, the epoch before the first
     * @param same how many entries up to it carry that very time
     * @param length of the stream in the files then
     */
    record Position(Instant time, long same, long length) {
        Position after(Instant next, int bytes) {
            return new Position(next, next.equals(time) ? same + 1 : 1, length + bytes);
        }
    }

    /** What stands on disk. */
    record Mark(Position stdout, Position stderr) {}

    LogFollower(Labels labels) {
        this.markFile = markFile(labels);
        this.stdout = new LogFiles(labels.logDir(), labels.task(), "stdout", labels.logs());
        this.stderr = new LogFiles(labels.logDir(), labels.task(), "stderr", labels.logs());
        Mark mark = AtomicFiles.read(markFile)
                .map(json -> ModelJson.read(json, Mark.class))
                .orElseGet(() -> new Mark(here("stdout"), here("stderr")));
        positions.put("stdout", mark.stdout());
        positions.put("stderr", mark.stderr());
        positions.forEach((stream, position) -> {
            repeated.put(stream, position.same());
            skip.put(stream, Math.max(0, length(stream) - position.length()));
        });
    }

    /** Fixes where the files stand before the container begins; a mark that is there already stays. */
    static void prepare(Labels labels) {
        if (AtomicFiles.read(markFile(labels)).isEmpty()) {
            new LogFollower(labels).mark();
        }
    }

    /** Time from which the engine has to tell again. */
    Instant since() {
        return positions.values().stream()
                .map(Position::time)
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** Copies to the end of {@code entries}: each has a head of eight bytes with its stream and length. */
    void copy(InputStream entries) throws IOException {
        DataInputStream input = new DataInputStream(entries);
        byte[] head = new byte[8];
        try {
            while (true) {
                input.readFully(head);
                byte[] entry = new byte[ByteBuffer.wrap(head, 4, 4).getInt()];
                input.readFully(entry);
                copy(head[0] == STDERR ? "stderr" : "stdout", entry);
            }
        } catch (EOFException end) {
            // The container has ended or the engine has; whoever follows asks which.
            return;
        } finally {
            mark();
        }
    }

    private void copy(String stream, byte[] entry) {
        int split = 0;
        while (split < entry.length && entry[split] != ' ') {
            split++;
        }
        Instant time = Instant.parse(new String(entry, 0, split, StandardCharsets.US_ASCII));
        if (isNew(stream, time)) {
            append(stream, time, ByteBuffer.wrap(Arrays.copyOfRange(entry, split + 1, entry.length)));
        }
    }

    // Times may repeat, so entries of the last time are counted. An entry older than the last is told again.
    private boolean isNew(String stream, Instant time) {
        Position last = positions.getOrDefault(stream, new Position(Instant.EPOCH, 0, 0));
        int order = time.compareTo(last.time());
        if (order < 0) {
            repeated.put(stream, last.same());
            return false;
        }
        long again = repeated.getOrDefault(stream, 0L);
        if (order == 0 && again > 0) {
            repeated.put(stream, again - 1);
            return false;
        }
        repeated.remove(stream);
        return true;
    }

    private void append(String stream, Instant time, ByteBuffer text) {
        int length = text.remaining();
        int known = (int) Math.min(skip.getOrDefault(stream, 0L), length);
        skip.merge(stream, (long) -known, Long::sum);
        text.position(known);
        file(stream).append(text);
        positions.computeIfPresent(stream, (name, position) -> position.after(time, length));
        if (Instant.now().isAfter(marked.plus(MARK_INTERVAL))) {
            mark();
        }
    }

    private void mark() {
        marked = Instant.now();
        AtomicFiles.write(markFile, ModelJson.write(positions));
    }

    private Position here(String stream) {
        return new Position(Instant.EPOCH, 0, length(stream));
    }

    private long length(String stream) {
        return file(stream).length();
    }

    private LogFiles file(String stream) {
        return stream.equals("stderr") ? stderr : stdout;
    }

    private static Path markFile(Labels labels) {
        return labels.folder().resolve("followed.json");
    }
}
