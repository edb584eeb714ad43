package dev.slipway.activities.source;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.spi.ProgramRunner;
import dev.slipway.model.spi.ProgramRunner.Waiting;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Bare repositories kept between fetches, each used by one thread of one process at a time. */
final class RepositoryCache {
    private final Path root;
    private final ProgramRunner runner;

    RepositoryCache(Path root, ProgramRunner runner) {
        this.root = root.toAbsolutePath();
        this.runner = runner;
    }

    /** Runs work on the repository of an address while nobody else does. */
    <T> T locked(RepositoryAddress address, Work<T> work) throws IOException, InterruptedException {
        Path repository = root.resolve(IdempotencyKey.shortHash(address.url()));
        return runner.exclusively(label(repository), Waiting.QUEUE, () -> {
            removeLeftovers(repository);
            return work.on(repository);
        });
    }

    /** What git on a repository is known by. */
    static String label(Path repository) {
        return "git/" + repository;
    }

    /** Forgets a repository, so that the next fetch starts anew. */
    static void remove(Path repository) throws IOException {
        if (Files.exists(repository, NOFOLLOW_LINKS)) {
            Files.walkFileTree(repository, new Delete());
        }
    }

    /** A git that was killed leaves lock files; whoever holds our lock knows that their owner is gone. */
    private static void removeLeftovers(Path repository) throws IOException {
        if (!Files.isDirectory(repository)) {
            return;
        }
        List<Path> leftovers;
        try (Stream<Path> files = Files.walk(repository)) {
            leftovers = files.filter(file -> file.toString().endsWith(".lock")
                            || String.valueOf(file.getFileName()).startsWith("tmp_"))
                    .filter(file -> Files.isRegularFile(file, NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path leftover : leftovers) {
            Files.deleteIfExists(leftover);
        }
    }

    /** Work on a locked repository. */
    @FunctionalInterface
    interface Work<T> {
        T on(Path repository) throws IOException, InterruptedException;
    }

    /** Deletes without following links. */
    private static final class Delete extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
