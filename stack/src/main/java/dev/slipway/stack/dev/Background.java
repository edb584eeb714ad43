package dev.slipway.stack.dev;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Processes;
import dev.slipway.stack.Supervisor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The supervisor as a process of its own that outlives the command that started it. */
public final class Background {
    /** Word that puts the three roles into one process. */
    public static final String ONE_PROCESS = "--one-process";

    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Installation installation;
    private final Launch launch;

    public Background(Installation installation, Launch launch) {
        this.installation = installation;
        this.launch = launch;
    }

    /** Whether a supervisor of this installation lives. */
    public boolean running() {
        return supervisor().isPresent();
    }

    /** Starts the supervisor, with {@code words} behind its command, and waits until every part is ready. */
    public void start(List<String> words) {
        Path ready = readyFile(installation);
        Path log = installation.logs().resolve("supervisor.log");
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(launch.java("dev.slipway.stack.main.Main", 160));
        command.add("supervise");
        command.addAll(words);
        try {
            Files.deleteIfExists(ready);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
            Process process = builder.start();
            awaitReady(process, ready, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the supervisor", e);
        }
    }

    /** Stops the supervisor and with it every part; false when none was running. */
    public boolean stop() {
        Optional<ProcessHandle> supervisor = supervisor();
        supervisor.ifPresent(process -> Processes.stop(process, "TERM", LONGEST_STOP));
        return supervisor.isPresent();
    }

    /** Written by the supervisor when every part is ready. */
    public static Path readyFile(Installation installation) {
        return installation.run().resolve("ready");
    }

    private Optional<ProcessHandle> supervisor() {
        return Processes.find(Supervisor.pidFile(installation, "supervisor"));
    }

    private void awaitReady(Process process, Path ready, Path log) throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!Files.exists(ready)) {
            try {
                if (process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new IllegalStateException("the stack did not start:\n" + tail(log));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the stack starts", e);
            }
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }
}
