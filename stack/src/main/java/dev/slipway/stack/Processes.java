package dev.slipway.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Process ids on disk, so that what an earlier supervisor left can be found again and never be mistaken. */
public final class Processes {
    private Processes() {}

    /** Writes pid and start time; the start time tells a reused pid apart. */
    public static void record(Path file, ProcessHandle process) {
        String started = process.info().startInstant().map(Instant::toString).orElse("");
        try {
            Files.writeString(file, process.pid() + " " + started + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The process a file tells of, if it still lives. */
    public static Optional<ProcessHandle> find(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String[] words = Files.readString(file).strip().split(" ", 2);
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(words[0]));
            String started = words.length > 1 ? words[1] : "";
            return process.filter(ProcessHandle::isAlive)
                    .filter(found -> found.info()
                            .startInstant()
                            .map(Instant::toString)
                            .orElse("")
                            .equals(started));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Sends a signal to one process. */
    public static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks a process to end, and ends it when it has not within {@code grace}. */
    public static void stop(ProcessHandle process, String signal, Duration grace) {
        signal(process, signal);
        if (!awaitEnd(process, grace)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            awaitEnd(process, Duration.ofSeconds(5));
        }
    }

    private static boolean awaitEnd(ProcessHandle process, Duration longest) {
        try {
            process.onExit().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
