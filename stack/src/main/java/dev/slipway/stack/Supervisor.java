package dev.slipway.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** Runs the parts of an installation, each as soon as those before it are ready, and all again when they end. */
public final class Supervisor implements AutoCloseable {
    private final Map<String, RunningPart> running = new LinkedHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Starts the parts.
     *
     * @param parts each named after those it needs
     */
    public Supervisor(Installation installation, List<Part> parts) {
        for (Part part : parts) {
            List<RunningPart> needed = new ArrayList<>();
            for (String name : part.after()) {
                RunningPart other = running.get(name);
                if (other == null) {
                    throw new IllegalArgumentException(part.name() + " needs " + name + ", which is not before it");
                }
                needed.add(other);
            }
            Path log = installation.logs().resolve(part.name() + ".log");
            Runnable dependencies =
                    () -> needed.forEach(other -> other.firstReady().join());
            running.put(part.name(), new RunningPart(part, log, pidFile(installation, part.name()), dependencies));
        }
    }

    /** File that tells the process id of a part. */
    public static Path pidFile(Installation installation, String part) {
        return installation.run().resolve(part + ".pid");
    }

    /**
     * Waits until every part was ready once.
     *
     * @throws CompletionException naming the first that could not be started
     */
    public void awaitReady() {
        for (RunningPart part : running.values()) {
            part.firstReady().join();
        }
    }

    /** Waits until {@link #close} was called. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Stops all parts, the last started first. */
    @Override
    public void close() {
        List<RunningPart> parts = new ArrayList<>(running.values());
        parts.reversed().forEach(RunningPart::stop);
        closed.countDown();
    }
}
