package dev.slipway.drivers.process;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs of the system with a clean environment. */
public final class Programs {
    /** The only search path our own programs are taken from, and the default of a task. */
    public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final int OUTPUT_LIMIT = 64 << 10;

    private Programs() {}

    /**
     * What became of a program.
     *
     * @param exitCode -1 when it did not end in time and was killed
     * @param output standard output and error together, at most 64 KiB
     */
    public record Outcome(int exitCode, String output) {}

    /** Where {@code name} is found on {@link #PATH}. */
    public static Optional<Path> find(String name) {
        return Arrays.stream(PATH.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts {@code command} with nothing but {@code environment} and {@link #PATH}. */
    static Process spawn(List<String> command, Map<String, String> environment, ProcessBuilder.Redirect errors) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(new java.io.File("/"));
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().putAll(environment);
        builder.redirectError(errors);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_UNAVAILABLE, "cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        }
    }

    /** Runs to the end or to {@code limit}, feeding {@code input}. */
    public static Outcome run(List<String> command, Map<String, String> environment, String input, Duration limit) {
        Process process = spawn(command, environment, ProcessBuilder.Redirect.PIPE);
        CompletableFuture<Void> fed = detached(() -> feed(process.getOutputStream(), input));
        StringBuffer output = new StringBuffer();
        CompletableFuture<Void> errors = detached(() -> drain(process.getErrorStream(), output));
        CompletableFuture<Void> drained = detached(() -> drain(process.getInputStream(), output));
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                CompletableFuture.allOf(fed, errors, drained).get(1, TimeUnit.SECONDS);
            }
            return new Outcome(ended ? process.exitValue() : -1, output.toString());
        } catch (TimeoutException e) {
            // A child it left behind still holds the pipe; what it says later is not waited for.
            return new Outcome(process.exitValue(), output.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, output.toString());
        } catch (ExecutionException e) {
            throw new SlipwayException(ErrorCode.DRIVER_UNAVAILABLE, "cannot talk to " + command.getFirst(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<Void> detached(Runnable action) {
        return CompletableFuture.runAsync(action, runnable -> Thread.ofVirtual().start(runnable));
    }

    private static void feed(OutputStream stream, String input) {
        try (stream) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended or closed its input without reading it; its exit code tells.
            return;
        }
    }

    private static void drain(InputStream stream, StringBuffer output) {
        byte[] chunk = new byte[8192];
        try (stream) {
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                String text = new String(chunk, 0, count, StandardCharsets.UTF_8);
                int room = OUTPUT_LIMIT - output.length();
                if (room > 0) {
                    output.append(text, 0, Math.min(room, text.length()));
                }
            }
        } catch (IOException e) {
            // The stream is closed under the reader when the program is killed.
            return;
        }
    }
}
