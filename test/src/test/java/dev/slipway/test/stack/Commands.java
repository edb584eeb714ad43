package dev.slipway.test.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Command lines of every process of this machine, as anybody on it can read them. */
public final class Commands {
    private Commands() {}

    /** Those that contain {@code text}, words parted by blanks. */
    public static List<String> containing(String text) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(folder -> folder.getFileName().toString().chars().allMatch(Character::isDigit))
                    .flatMap(folder -> line(folder).stream())
                    .filter(line -> line.contains(text))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("no process list", e);
        }
    }

    /** A process may end while it is looked at. */
    private static Optional<String> line(Path folder) {
        try {
            byte[] words = Files.readAllBytes(folder.resolve("cmdline"));
            return Optional.of(new String(words, StandardCharsets.ISO_8859_1).replace('\0', ' '));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
