package dev.slipway.drivers.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.drivers.durable.Changes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one {@link LogFollower} at work per container, in whichever process of the node took it up first. */
final class Followers {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final Duration RETRY = Duration.ofMillis(200);

    /** By file, not by instance: a process holds a file lock as a whole. */
    private static final ConcurrentMap<Path, Thread> AT_WORK = new ConcurrentHashMap<>();

    private final Engine engine;
    private final Changes changes;

    /** {@code changes} is told whenever a follower has come to the end of its container. */
    Followers(Engine engine, Changes changes) {
        this.engine = engine;
        this.changes = changes;
    }

    /** Sees to it that the container is followed; {@code runs} tells whether it may still say something. */
    void ensure(String container, Labels labels, BooleanSupplier runs) {
        AT_WORK.computeIfAbsent(
                labels.folder(),
                folder -> Thread.ofVirtual().name("follow-" + container).start(() -> follow(container, labels, runs)));
    }

    /** Whether this process has copied, or never had to copy, everything. */
    boolean done(Path folder) {
        return !AT_WORK.containsKey(folder);
    }

    private void follow(String container, Labels labels, BooleanSupplier runs) {
        AtomicFiles.makeFolder(labels.folder());
        Path file = labels.folder().resolve("followed.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                copy(container, labels, runs);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("output of container {} is not copied any further", container, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            AT_WORK.remove(labels.folder());
            changes.announce();
        }
    }

    private void copy(String container, Labels labels, BooleanSupplier runs) throws InterruptedException {
        boolean running = true;
        while (running) {
            // Asked before the copy, so that the last pass begins after the container's end.
            running = runs.getAsBoolean();
            LogFollower follower = new LogFollower(labels);
            try (DockerHttpClient.Response response = engine.logs(container, follower.since())) {
                if (response.getStatusCode() == 200) {
                    follower.copy(response.getBody());
                }
            } catch (IOException | RuntimeException e) {
                LOG.debug("the log stream of {} was cut", container, e);
            }
            if (running) {
                changes.await(Optional::empty, RETRY, RETRY);
            }
        }
    }
}
