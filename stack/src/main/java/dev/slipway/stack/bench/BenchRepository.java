package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A git repository with one commit that holds the files of every slot.
 *
 * @param folder the repository
 * @param commit its only commit
 */
record BenchRepository(Path folder, String commit) {
    private static final Map<String, String> AUTHOR = Map.of(
            "GIT_AUTHOR_NAME", "Dora Developer",
            "GIT_AUTHOR_EMAIL", "dora@example.org",
            "GIT_COMMITTER_NAME", "Dora Developer",
            "GIT_COMMITTER_EMAIL", "dora@example.org",
            "GIT_CONFIG_NOSYSTEM", "1");

    /** Makes it; {@code files} are contents by name. */
    static BenchRepository create(Path folder, Map<String, String> files) {
        Installation.folder(folder);
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the benchmark's repository", e);
        }
        git(folder, "init", "-q", "-b", "main");
        git(folder, "add", "-A");
        git(folder, "commit", "-q", "-m", "Everything the benchmark runs");
        return new BenchRepository(folder, git(folder, "rev-parse", "HEAD"));
    }

    private static String git(Path folder, String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(AUTHOR);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("git " + words[0] + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run git", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while git runs", e);
        }
    }
}
