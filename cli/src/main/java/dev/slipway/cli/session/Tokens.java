package dev.slipway.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The token of each call: from a command, else from SLIPWAY_TOKEN, else from the file SLIPWAY_TOKEN_FILE names. A file
 * is read anew for each call and a command asked again after 30 s, because both stand for tokens that expire.
 */
final class Tokens implements Supplier<Optional<String>> {
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final int COMMAND_SECONDS = 60;
    private static final int LARGEST = 64 << 10;

    private final @Nullable String command;
    private final Environment environment;
    private Optional<String> fromCommand = Optional.empty();
    private Instant askedAt = Instant.MIN;

    Tokens(@Nullable String command, Environment environment) {
        this.command = command;
        this.environment = environment;
    }

    @Override
    public Optional<String> get() {
        if (command != null) {
            return Optional.of(ofCommand(command));
        }
        return environment
                .variable("SLIPWAY_TOKEN")
                .or(() -> environment.variable("SLIPWAY_TOKEN_FILE").map(Tokens::ofFile));
    }

    private synchronized String ofCommand(String text) {
        Instant now = environment.clock().instant();
        if (fromCommand.isEmpty() || now.isAfter(askedAt.plus(KEPT))) {
            fromCommand = Optional.of(ask(text));
            askedAt = now;
        }
        return fromCommand.get();
    }

    private static String ofFile(String name) {
        try {
            return SecretFile.read(Path.of(name));
        } catch (InvalidPathException e) {
            throw new CommandFailure(ExitCode.USAGE, "SLIPWAY_TOKEN_FILE is not the name of a file", e);
        } catch (SlipwayException e) {
            throw new CommandFailure(ExitCode.DENIED, "SLIPWAY_TOKEN_FILE: " + e.getMessage(), e);
        }
    }

    private static String ask(String text) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", text)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                return answer(process);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.DENIED, "the token command cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted while the token command ran", e);
        }
    }

    private static String answer(Process process) throws IOException, InterruptedException {
        Thread watch = Thread.ofVirtual().start(() -> killLate(process));
        byte[] printed = process.getInputStream().readNBytes(LARGEST);
        boolean ended = process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
        watch.interrupt();
        String token = new String(printed, UTF_8).strip();
        if (!ended || process.exitValue() != 0) {
            throw new CommandFailure(
                    ExitCode.DENIED,
                    ended
                            ? "the token command ended with exit code " + process.exitValue()
                            : "the token command did not end within " + COMMAND_SECONDS + " s");
        }
        if (token.isEmpty()) {
            throw new CommandFailure(ExitCode.DENIED, "the token command printed nothing");
        }
        return token;
    }

    /** Reading its output would otherwise wait for as long as it lives. */
    private static void killLate(Process process) {
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
