package dev.slipway.test.stack;

import dev.slipway.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A git repository of a test with a working copy beside it. */
public final class TestingRepository {
    private static final List<String> AUTHOR = List.of(
            "-c", "user.name=Dora Developer", "-c", "user.email=dora@example.org", "-c", "commit.gpgsign=false");

    private final Path bare;
    private final Path copy;

    /** Makes an empty repository below {@code folder}. */
    TestingRepository(Path folder) {
        this.bare = folder.resolve("app.git");
        this.copy = folder.resolve("app");
        try {
            Files.createDirectories(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git("init", "-q", "--bare", "-b", "main", bare.toString());
        git("init", "-q", "-b", "main");
        git("remote", "add", "origin", bare.toString());
    }

    /** Address to register. */
    public Path address() {
        return bare;
    }

    /** Writes a file of the working copy. */
    public TestingRepository write(String file, String content) {
        Path target = copy.resolve(file);
        try {
            Files.createDirectories(target.getParent());
            Files.writeString(target, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Takes everything away, so that the next commit has only what is written from now on. */
    public TestingRepository clear() {
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(copy) && !copy.relativize(file).startsWith(".git")) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Commits and pushes everything; returns the commit id. */
    public String push(String message) {
        return pushTo("main", message);
    }

    /** Commits everything and pushes it to a branch, whatever is there; returns the commit id. */
    public String pushTo(String branch, String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        git("push", "-q", "--force", "origin", "HEAD:refs/heads/" + branch);
        return git("rev-parse", "HEAD");
    }

    private String git(String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(AUTHOR);
        command.addAll(List.of(words));
        return Shell.run(copy, command);
    }
}
