package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A git repository with one commit that holds the files of every slot.
 *
 * @param folder the repository
 * @param commit its only commit
 */
record BenchRepository(Path folder, String commit) {
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
        Shell.git(folder, "init", "-q", "-b", "main");
        Shell.git(folder, "add", "-A");
        Shell.git(folder, "commit", "-q", "-m", "Everything the benchmark runs");
        return new BenchRepository(folder, Shell.git(folder, "rev-parse", "HEAD"));
    }
}
