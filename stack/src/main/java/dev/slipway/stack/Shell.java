package dev.slipway.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs programs such as git; a failure shows what they printed. */
public final class Shell {
    /** The developer of the demonstration's and the benchmark's repositories, whatever git of this machine is set to. */
    private static final Map<String, String> DEVELOPER = Map.of(
            "GIT_AUTHOR_NAME", "Dora Developer",
            "GIT_AUTHOR_EMAIL", "dora@example.org",
            "GIT_COMMITTER_NAME", "Dora Developer",
            "GIT_COMMITTER_EMAIL", "dora@example.org",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_TERMINAL_PROMPT", "0");

    private Shell() {}

    /** Runs git as a developer and returns its output, standard error included. */
    public static String git(Path folder, String... words) {
        return run(
                folder,
                DEVELOPER,
                Stream.concat(Stream.of("git"), Stream.of(words)).toList());
    }

    /** Runs a program and returns its output, standard error included. */
    public static String run(Path folder, List<String> command) {
        return run(folder, Map.of(), command);
    }

    /** The same with more in its environment, where a secret belongs rather than among the words. */
    public static String run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + exit + ":\n" + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.getFirst() + " runs", e);
        }
    }
}
