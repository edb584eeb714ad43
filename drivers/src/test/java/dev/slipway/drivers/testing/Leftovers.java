package dev.slipway.drivers.testing;

import dev.slipway.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node's drivers hold on the machine: control groups, interfaces, mounts, processes, files in memory. */
public final class Leftovers {
    private Leftovers() {}

    /** Everything that is there of {@code node}, and the interfaces of {@code addresses}, one text each. */
    public static Set<String> of(TestingNode node, Collection<String> addresses) {
        Set<String> things = new TreeSet<>();
        things.addAll(groups(node));
        Path inMemory = Path.of("/dev/shm/slipway-drivers");
        if (Files.isDirectory(inMemory)) {
            things.addAll(mentioning(inMemory, node.root().toString()));
        }
        addresses.stream()
                .map(Leftovers::linkName)
                .filter(name -> Files.exists(Path.of("/sys/class/net", name)))
                .forEach(things::add);
        TestingNode.text(Path.of("/proc/self/mountinfo"))
                .lines()
                .filter(line -> line.contains(node.root().toString()))
                .forEach(things::add);
        commandLines()
                .filter(line -> line.contains(node.root().toString()) && !line.contains(AgentMain.class.getName()))
                .forEach(things::add);
        return things;
    }

    /** How many processes carry {@code text} in their command line; shims do too, and they end a moment after their task. */
    public static long processesNamed(String text) {
        return commandLines()
                .filter(line -> line.contains(text) && !line.contains("shim.sh"))
                .count();
    }

    private static String linkName(String address) {
        StringBuilder name = new StringBuilder("slw");
        for (String part : address.split("\\.")) {
            name.append(String.format("%02x", Integer.parseInt(part)));
        }
        return name.toString();
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

    /** Control groups of the node, whole paths. */
    public static Set<String> groups(TestingNode node) {
        String scope = Digest.of(node.stateRoot().toString()).hex().substring(0, 8);
        Path root = Path.of("/sys/fs/cgroup");
        try (Stream<Path> hierarchies = Files.list(root)) {
            return Stream.concat(Stream.of(root), hierarchies)
                    .map(hierarchy -> hierarchy.resolve("slipway").resolve(scope))
                    .filter(Files::exists)
                    .map(Path::toString)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> mentioning(Path folder, String text) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> mentions(file, text))
                    .map(Path::toString)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            // The last file of another node took the folder with it.
            return Set.of();
        }
    }

    private static boolean mentions(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}
