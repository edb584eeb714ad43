package dev.slipway.drivers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Gives folders to the user a task runs as. */
public final class Ownership {
    private Ownership() {}

    /** Gives {@code folder} and all below it to {@code user}; symbolic links are given, never followed. */
    public static void give(Path folder, long user) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path file, BasicFileAttributes attributes) throws IOException {
                    return given(file, user);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    return given(file, user);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give " + folder + " to user " + user, e);
        }
    }

    private static FileVisitResult given(Path file, long user) throws IOException {
        Files.setAttribute(file, "unix:uid", (int) user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", (int) user, LinkOption.NOFOLLOW_LINKS);
        return FileVisitResult.CONTINUE;
    }
}
