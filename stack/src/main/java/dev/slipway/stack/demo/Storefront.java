package dev.slipway.stack.demo;

import dev.slipway.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The example application: a repository whose hook acts as CI, and a developer's working copy. */
final class Storefront {
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
            Shell.git(folder, "init", "-q", "--bare", "-b", "main", repository.toString());
            Path file = repository.resolve("hooks/post-receive");
            Files.createDirectories(file.getParent());
            Files.writeString(file, hook);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the example's repository", e);
        }
        Shell.git(copy, "init", "-q", "-b", "main");
        Shell.git(copy, "remote", "add", "origin", repository.toString());
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
        Shell.git(copy, "add", "-A");
        Shell.git(copy, "commit", "-q", "-m", message);
        return Shell.git(copy, "rev-parse", "HEAD");
    }

    /** Takes back the last commit's content with a new commit. */
    String revert() {
        Shell.git(copy, "revert", "--no-edit", "HEAD");
        return Shell.git(copy, "rev-parse", "HEAD");
    }

    /** Pushes, which runs the hook; returns what it printed. */
    String push() {
        return Shell.git(copy, "push", "-q", "origin", "main");
    }

    /** Builds the site on the developer's own machine and returns the archive. */
    Path buildElsewhere() {
        Shell.run(copy, List.of("./build.sh"));
        return copy.resolve("dist/site.tar.gz");
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
