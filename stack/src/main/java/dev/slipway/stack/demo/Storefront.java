package dev.slipway.stack.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The example application: a repository whose hook acts as CI, and a developer's working copy. */
final class Storefront {
    private static final Map<String, String> DEVELOPER = Map.of(
            "GIT_AUTHOR_NAME", "Dora Developer",
            "GIT_AUTHOR_EMAIL", "dora@example.org",
            "GIT_COMMITTER_NAME", "Dora Developer",
            "GIT_COMMITTER_EMAIL", "dora@example.org",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_TERMINAL_PROMPT", "0");

    private final Path repository;
    private final Path copy;

    private Storefront(Path repository, Path copy) {
        this.repository = repository;
        this.copy = copy;
    }

    /**
     * Makes repository, hook and working copy.
     *
     * @param folder empty folder
     * @param sources the example's files
     * @param hook text of the post-receive hook
     */
    static Storefront create(Path folder, Path sources, String hook) {
        Path repository = folder.resolve("storefront.git");
        Path copy = folder.resolve("storefront");
        try {
            copyTree(sources, copy);
            git(folder, "init", "-q", "--bare", "-b", "main", repository.toString());
            Path file = repository.resolve("hooks/post-receive");
            Files.createDirectories(file.getParent());
            Files.writeString(file, hook);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the example's repository", e);
        }
        git(copy, "init", "-q", "-b", "main");
        git(copy, "remote", "add", "origin", repository.toString());
        return new Storefront(repository, copy);
    }

    Path repository() {
        return repository;
    }

    Path copy() {
        return copy;
    }

    void write(String file, String content) {
        try {
            Files.writeString(copy.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String file) {
        try {
            return Files.readString(copy.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String file) {
        try {
            Files.delete(copy.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void version(String number) {
        write("version", number + "\n");
    }

    /** Commits everything and returns the commit id. */
    String commit(String message) {
        git(copy, "add", "-A");
        git(copy, "commit", "-q", "-m", message);
        return git(copy, "rev-parse", "HEAD");
    }

    /** Takes back the last commit's content with a new commit. */
    String revert() {
        git(copy, "revert", "--no-edit", "HEAD");
        return git(copy, "rev-parse", "HEAD");
    }

    /** Pushes, which runs the hook; returns what it printed. */
    String push() {
        return git(copy, "push", "-q", "origin", "main");
    }

    /** Builds the site on the developer's own machine and returns the archive. */
    Path buildElsewhere() {
        Shell.run(copy, Map.of(), List.of("./build.sh"));
        return copy.resolve("dist/site.tar.gz");
    }

    private static String git(Path folder, String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return Shell.run(folder, DEVELOPER, command);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
