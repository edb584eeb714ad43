package dev.slipway.provisioners.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Follows a growing output file: passes whole lines on and remembers the last ones. */
final class OutputTail implements AutoCloseable {
    private static final int REMEMBERED = 16 << 10;
    private static final int LONGEST_LINE = 4 << 10;

    private final RandomAccessFile file;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Deque<String> remembered = new ArrayDeque<>();
    private final byte[] buffer = new byte[8192];
    private int size;

    OutputTail(Path path, Consumer<String> lines) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.lines = lines;
    }

    /** Reads what came since the last call. */
    void poll() throws IOException {
        for (int count = file.read(buffer); count > 0; count = file.read(buffer)) {
            for (int i = 0; i < count; i++) {
                take(buffer[i]);
            }
        }
    }

    /** Ends a last line that has no newline. */
    void finish() throws IOException {
        poll();
        if (line.size() > 0) {
            emit();
        }
    }

    String text() {
        return String.join("\n", remembered);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void take(byte value) {
        if (value == '\n') {
            emit();
        } else if (line.size() < LONGEST_LINE) {
            line.write(value);
        }
    }

    private void emit() {
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        remembered.addLast(text);
        size += text.length() + 1;
        while (size > REMEMBERED) {
            size -= remembered.removeFirst().length() + 1;
        }
        lines.accept(text);
    }
}
