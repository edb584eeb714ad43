package dev.slipway.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one part running: starts it, waits until it is ready, starts it again when it ends by itself. */
final class RunningPart {
    private static final Logger LOG = LoggerFactory.getLogger(RunningPart.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    /** A part that ends this often before it was ever ready has a mistake that waiting does not mend. */
    private static final int FIRST_ATTEMPTS = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(50);

    private final Part part;
    private final Path logFile;
    private final Path pidFile;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Process process;

    RunningPart(Part part, Path logFile, Path pidFile, Runnable dependencies) {
        this.part = part;
        this.logFile = logFile;
        this.pidFile = pidFile;
        this.thread = Thread.ofVirtual().name(part.name()).start(() -> keep(dependencies));
    }

    /** Done when the part was ready for the first time; fails when it could not be started. */
    CompletableFuture<Void> firstReady() {
        return firstReady;
    }

    String name() {
        return part.name();
    }

    void stop() {
        stopping.countDown();
        Process running = process;
        if (running != null && running.isAlive()) {
            Processes.stop(running.toHandle(), part.stopSignal(), part.stopTimeout());
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pidFile.toFile().delete();
    }

    private void keep(Runnable dependencies) {
        Duration pause = FIRST_PAUSE;
        int attempts = 0;
        try {
            dependencies.run();
            while (stopping.getCount() > 0) {
                long begin = System.nanoTime();
                once();
                attempts++;
                if (!firstReady.isDone() && attempts >= FIRST_ATTEMPTS && stopping.getCount() > 0) {
                    throw new IllegalStateException(part.name() + " does not start, see " + logFile);
                }
                boolean lasted = System.nanoTime() - begin
                        > LONGEST_PAUSE.multipliedBy(4).toNanos();
                pause = lasted ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
                if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            firstReady.completeExceptionally(e);
        } catch (RuntimeException e) {
            LOG.error("{} is given up: {}", part.name(), e.getMessage(), e);
            firstReady.completeExceptionally(e);
        }
    }

    /** One life of the process. */
    private void once() throws InterruptedException {
        Processes.find(pidFile).ifPresent(left -> Processes.stop(left, part.stopSignal(), part.stopTimeout()));
        part.prepare().run();
        Process started = launch();
        process = started;
        Processes.record(pidFile, started.toHandle());
        if (awaitReady(started)) {
            part.whenReady().run();
            LOG.info("{} is ready, pid {}", part.name(), started.pid());
            firstReady.complete(null);
        } else if (started.isAlive()) {
            LOG.warn("{} did not become ready within {} s", part.name(), START_LIMIT.toSeconds());
            Processes.stop(started.toHandle(), part.stopSignal(), part.stopTimeout());
        }
        int exit = started.waitFor();
        if (stopping.getCount() > 0) {
            LOG.warn("{} ended with exit code {}, see {}", part.name(), exit, logFile);
        }
    }

    private Process launch() {
        ProcessBuilder builder = new ProcessBuilder(part.command());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(java.util.Set.of("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME"));
        environment.putAll(part.environment());
        builder.redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + part.name() + ": " + e.getMessage(), e);
        }
    }

    private boolean awaitReady(Process started) throws InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (started.isAlive() && System.nanoTime() < end && stopping.getCount() > 0) {
            if (part.ready().ready()) {
                return true;
            }
            started.waitFor(PROBE_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return false;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
