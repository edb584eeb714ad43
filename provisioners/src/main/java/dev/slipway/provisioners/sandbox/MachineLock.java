package dev.slipway.provisioners.sandbox;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock among threads of all processes of the machine, free as soon as its holder's process is gone. Within one process
 * a file is open at most once, because closing any channel of a file gives up every lock the process has on it.
 */
final class MachineLock implements AutoCloseable {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final long POLL_MILLIS = 20;

    private final ReentrantLock thread;
    private final FileChannel channel;

    private MachineLock(ReentrantLock thread, FileChannel channel) {
        this.thread = thread;
        this.channel = channel;
    }

    /** Waits for the lock, and does something every now and then while it waits. */
    static MachineLock take(Path file, Waiting waiting) throws IOException, InterruptedException {
        ReentrantLock thread = THREADS.computeIfAbsent(file.toAbsolutePath(), path -> new ReentrantLock());
        while (!thread.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            waiting.again();
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, CREATE, WRITE);
            while (!locked(channel)) {
                waiting.again();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for " + file);
                }
            }
            return new MachineLock(thread, channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            release(thread, channel);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        release(thread, channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        return lock != null;
    }

    private static void release(ReentrantLock thread, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            thread.unlock();
        }
    }

    /** What to do while another holds the lock. */
    @FunctionalInterface
    interface Waiting {
        void again() throws InterruptedException;
    }
}
