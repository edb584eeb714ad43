package dev.slipway.provisioners.sandbox;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ProgramRunner;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs programs under bubblewrap. The sandbox shows the system's programs and the paths a program was given; with network
 * allowed it shares the host's network including loopback, because the infrastructure state is served there: what
 * listens on loopback must ask for credentials, and these programs have none but their own. Output goes through files,
 * never pipes, so that a program which outlives us does not die of a broken pipe in the middle of an apply.
 */
public final class SandboxedRunner implements ProgramRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(SandboxedRunner.class);
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final long POLL_MILLIS = 50;
    private static final Duration SETTLE = Duration.ofMillis(300);
    private static final Duration FENCE_GRACE = Duration.ofSeconds(20);

    private final SandboxSettings settings;

    public SandboxedRunner(SandboxSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
    }

    @Override
    public void fence(String label, Duration grace) throws InterruptedException {
        if (!ProcessTable.labelled(label).isEmpty()) {
            LOGGER.warn("stopping what an earlier try of {} left running", label);
            ProcessTable.stop(label, grace);
        }
    }

    @Override
    public <T> T exclusively(String label, Waiting waiting, Work<T> work) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(settings.scratch().resolve("locks"));
        Path file = folder.resolve(IdempotencyKey.shortHash(label) + ".lock");
        try (MachineLock lock = MachineLock.take(file, () -> giveWay(label, waiting))) {
            LOGGER.debug("working on {} under {}", label, lock);
            fence(label, FENCE_GRACE);
            return work.run();
        }
    }

    private void giveWay(String label, Waiting waiting) throws InterruptedException {
        switch (waiting) {
            case QUEUE -> {}
            case FENCE -> fence(label, FENCE_GRACE);
        }
    }

    @Override
    public Result run(Program program, Consumer<String> lines) throws InterruptedException {
        try {
            Files.createDirectories(settings.scratch());
            Path messages = Files.createTempFile(settings.scratch(), "output-", ".log");
            try (OutputTail tail = new OutputTail(messages, lines)) {
                return follow(program, start(program, messages), tail);
            } finally {
                Files.deleteIfExists(messages);
            }
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.UNAVAILABLE, "cannot run " + program.command().getFirst() + ": " + e.getMessage(), e);
        }
    }

    private static Result follow(Program program, Process process, OutputTail tail)
            throws IOException, InterruptedException {
        boolean ended = false;
        boolean timedOut;
        try {
            long deadline = System.nanoTime() + program.limits().time().toNanos();
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                tail.poll();
            }
            timedOut = process.isAlive();
            ended = !timedOut && ProcessTable.goneBy(program.label(), SETTLE);
        } finally {
            // Also after an interrupt or a listener that threw: nothing of this label may stay.
            if (!ended) {
                ProcessTable.stop(program.label(), program.limits().grace());
            }
        }
        int exitCode = process.waitFor();
        tail.finish();
        return new Result(exitCode, timedOut, tail.text());
    }

    private Process start(Program program, Path messages) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine(program));
        builder.directory(program.directory().toFile());
        builder.redirectInput(Redirect.from(fileOr(program.stdin(), "/dev/null")));
        if (program.stdout() == null) {
            builder.redirectErrorStream(true).redirectOutput(messages.toFile());
        } else {
            builder.redirectOutput(program.stdout().toFile()).redirectError(messages.toFile());
        }
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(Map.of("PATH", PATH, "LANG", "C.UTF-8", "TZ", "UTC"));
        environment.putAll(program.environment());
        environment.put(ProcessTable.variable(), ProcessTable.value(program.label()));
        return startInOwnThread(program, builder);
    }

    /** The kernel ends a child with its parent <em>thread</em>, so the thread that starts it must live as long. */
    private static Process startInOwnThread(Program program, ProcessBuilder builder) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("program-" + program.label()).start(() -> {
            try {
                Process process = builder.start();
                started.complete(process);
                process.onExit().join();
            } catch (IOException e) {
                started.completeExceptionally(e);
            }
        });
        try {
            return started.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    private List<String> commandLine(Program program) {
        // A process started in the background of a script ignores interrupts, and so would all it starts.
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal"));
        if (program.access().outlivesParent()) {
            // Nobody else ends it when our process is gone for good.
            command.addAll(List.of(
                    "/usr/bin/timeout",
                    "--foreground",
                    "--signal=INT",
                    "--kill-after=" + seconds(program.limits().grace()),
                    seconds(program.limits().time().plus(program.limits().grace()))));
        }
        command.addAll(List.of(
                "/usr/bin/prlimit", "--core=0", "--fsize=" + program.limits().fileBytes(), "--"));
        command.addAll(program.command());
        Optional<Path> bubblewrap = Optional.ofNullable(settings.bubblewrap())
                .filter(Files::isExecutable)
                .or(() -> settings.bubblewrap() == null
                        ? Programs.find("bwrap", Programs.searchPath())
                        : Optional.empty());
        if (bubblewrap.isPresent()) {
            return new Bubblewrap(bubblewrap.get()).wrap(program, command);
        }
        if (!settings.allowUnsandboxed()) {
            throw new SlipwayException(
                    ErrorCode.UNAVAILABLE,
                    "bubblewrap (bwrap) is missing: install it to run git and tofu or terraform");
        }
        LOGGER.warn(
                "running {} without a sandbox, as the settings allow",
                program.command().getFirst());
        command.addAll(0, List.of("/usr/bin/setsid", "--wait"));
        return command;
    }

    private static String seconds(Duration duration) {
        return Math.max(1, duration.toSeconds()) + "s";
    }

    private static File fileOr(@Nullable Path file, String otherwise) {
        return file == null ? new File(otherwise) : file.toFile();
    }
}
