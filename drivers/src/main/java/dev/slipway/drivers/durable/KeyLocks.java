package dev.slipway.drivers.durable;

import dev.slipway.model.IdempotencyKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Mutual exclusion by key over threads and processes. A fixed set of lock files serves all keys, so none is ever
 * removed under a waiter; the system frees a lock whose process died.
 */
public final class KeyLocks {
    private static final int STRIPES = 32;

    /** By file, not by instance: two instances of one process would otherwise meet at the file and be refused. */
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path folder;

    public KeyLocks(Path folder) {
        this.folder = folder;
    }

    /** Runs {@code action} while no other thread or process runs one for the same key. Not re-entrant. */
    public <T> T holding(String key, Supplier<T> action) {
        int stripe = Integer.parseInt(IdempotencyKey.shortHash(key).substring(0, 2), 16) % STRIPES;
        Path file = folder.resolve("lock-" + stripe).toAbsolutePath();
        ReentrantLock threads = THREADS.computeIfAbsent(file, absent -> new ReentrantLock());
        threads.lock();
        try {
            return holdingFile(file, action);
        } finally {
            threads.unlock();
        }
    }

    private static <T> T holdingFile(Path file, Supplier<T> action) {
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IllegalStateException("lost the lock on " + file);
                }
                return action.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }
}
