package dev.slipway.provisioners.sandbox;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock among threads of all processes of the machine, free as soon as its holder's process is gone. Within one process
 * a file is open at most once, because closing any channel of a file gives up every lock the process has on it. The
 * holder removes the file at the end, so whoever gets the lock looks whether its file is still the one under the name.
 */
final class MachineLock implements AutoCloseable {
    private static final Map<Path, Queue> QUEUES = new ConcurrentHashMap<>();
    private static final long POLL_MILLIS = 20;

    private final Path file;
    private final Queue queue;
    private final FileChannel channel;

    private MachineLock(Path file, Queue queue, FileChannel channel) {
        this.file = file;
        this.queue = queue;
        this.channel = channel;
    }

    /** Waits for the lock, and does something every now and then while it waits. */
    static MachineLock take(Path path, Waiting waiting) throws IOException, InterruptedException {
        Path file = path.toAbsolutePath();
        Queue queue = enter(file);
        try {
            while (!queue.lock.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                waiting.again();
            }
            return new MachineLock(file, queue, open(file, waiting));
        } catch (IOException | InterruptedException | RuntimeException e) {
            leave(file, queue);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            leave(file, queue);
        }
    }

    private static FileChannel open(Path file, Waiting waiting) throws IOException, InterruptedException {
        while (true) {
            FileChannel locked = tryOpen(file);
            if (locked != null) {
                return locked;
            }
            waiting.again();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for " + file);
            }
        }
    }

    private static @Nullable FileChannel tryOpen(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, CREATE, WRITE);
        boolean ours = false;
        try {
            ours = channel.tryLock() != null && isUnderItsName(file, channel);
            return ours ? channel : null;
        } finally {
            if (!ours) {
                channel.close();
            }
        }
    }

    private static boolean isUnderItsName(Path file, FileChannel channel) throws IOException {
        String mark = UUID.randomUUID().toString();
        channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)), 0);
        try {
            return Files.readString(file).equals(mark);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Queue enter(Path file) {
        return QUEUES.compute(file, (path, known) -> {
            Queue queue = known == null ? new Queue() : known;
            queue.users++;
            return queue;
        });
    }

    private static void leave(Path file, Queue left) {
        if (left.lock.isHeldByCurrentThread()) {
            left.lock.unlock();
        }
        QUEUES.computeIfPresent(file, (path, queue) -> --queue.users == 0 ? null : queue);
    }

    /** Threads of this process that want one file. */
    private static final class Queue {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    /** What to do while another holds the lock. */
    @FunctionalInterface
    interface Waiting {
        void again() throws InterruptedException;
    }
}
