package dev.slipway.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How Java processes and programs of this checkout are started.
 *
 * @param javaHome JDK 25
 * @param library folder with every jar
 * @param cache the user's cache folder for Slipway
 * @param checkout root of the source tree, for examples
 */
public record Launch(Path javaHome, Path library, Path cache, Path checkout) {
    /** From what {@code ./slipway} puts into the environment. */
    public static Launch fromEnvironment() {
        return new Launch(
                Path.of(System.getProperty("java.home")),
                Path.of(required("SLIPWAY_LIB")),
                Path.of(required("SLIPWAY_CACHE")),
                Path.of(required("SLIPWAY_CHECKOUT")));
    }

    /**
     * Command that runs a class of ours.
     *
     * @param heapMegabytes largest heap
     */
    public List<String> java(String mainClass, int heapMegabytes, String... options) {
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (heapMegabytes > 200 ? 4 : 1),
                "-Xmx" + heapMegabytes + "m",
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", library + "/*", mainClass));
        return command;
    }

    /** A program of the cache or of the path. */
    public Path program(String name) {
        Path cached = cache.resolve("bin").resolve(name);
        if (cached.toFile().canExecute()) {
            return cached;
        }
        return find(name)
                .orElseThrow(
                        () -> new IllegalStateException(name + " is not found; ./slipway doctor says how to get it"));
    }

    /** A program of the path, also of the folders only root has on it. */
    public static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        for (String folder : path.split(":")) {
            Path file = Path.of(folder.isEmpty() ? "." : folder).resolve(name);
            if (file.toFile().canExecute()) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set; start this through ./slipway");
        }
        return value;
    }
}
