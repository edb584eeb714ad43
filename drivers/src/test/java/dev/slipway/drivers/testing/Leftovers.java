package dev.slipway.drivers.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of ours is on the machine: control groups, interfaces, mounts, namespaces, shims, volatile files.
 *
 * @param things one text each
 */
public record Leftovers(Set<String> things) {
    /** Everything there now. */
    public static Leftovers look() {
        Set<String> things = new TreeSet<>();
        for (String root : new String[] {"/sys/fs/cgroup", "/dev/shm", "/run"}) {
            things.addAll(ours(Path.of(root)));
        }
        things.addAll(list(Path.of("/sys/class/net"), "slw"));
        if (Files.isDirectory(Path.of("/run/netns"))) {
            things.addAll(list(Path.of("/run/netns"), ""));
        }
        lines(Path.of("/proc/self/mountinfo"))
                .filter(line -> line.contains("slipway"))
                .forEach(things::add);
        commandLines()
                .filter(line -> line.contains("shim.sh") || line.contains("bwrap --args"))
                .forEach(things::add);
        return new Leftovers(things);
    }

    /** What is here and was not in {@code other}. */
    public Set<String> beyond(Leftovers other) {
        Set<String> more = new TreeSet<>(things);
        more.removeAll(other.things());
        return more;
    }

    /** How many processes carry {@code text} in their command line. */
    public static long processesNamed(String text) {
        return commandLines().filter(line -> line.contains(text)).count();
    }

    private static Stream<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .flatMap(process -> {
                    try {
                        return Stream.of(process.getFileName() + " "
                                + Files.readString(process.resolve("cmdline")).replace('\0', ' '));
                    } catch (IOException e) {
                        return Stream.empty();
                    }
                })
                .toList()
                .stream();
    }

    private static Set<String> ours(Path root) {
        try (Stream<Path> files = Files.find(
                root, 5, (path, attributes) -> path.toString().contains("/slipway") && attributes.isDirectory())) {
            return files.map(Path::toString).collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            // A folder went away under the walk; the caller looks again.
            return Set.of("walk of " + root);
        }
    }

    private static Set<String> list(Path folder, String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.startsWith(folder + "/" + prefix))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        return TestingNode.text(file).lines();
    }
}
