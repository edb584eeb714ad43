package dev.slipway.test.frontdoor;

import dev.slipway.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What of ours a machine holds at a moment, one line each. */
final class Machine {
    private Machine() {}

    /**
     * Control groups, network links and namespaces, mounts, containers and temporary folders of any installation, and
     * processes of the given one.
     */
    static Set<String> look(Path installation) {
        Set<String> found = new TreeSet<>();
        found.addAll(run("find", "/sys/fs/cgroup", "-type", "d", "-path", "*/slipway/*"));
        found.addAll(run("ip", "-o", "link").stream()
                .map(line -> "link " + line.split(": ")[1].split("@")[0])
                .toList());
        found.addAll(
                run("ip", "netns").stream().map(line -> "namespace " + line).toList());
        found.addAll(run("cat", "/proc/mounts").stream()
                .filter(line -> line.contains("slipway"))
                .toList());
        found.addAll(run("docker", "ps", "--all", "--quiet").stream()
                .map(line -> "container " + line)
                .toList());
        found.addAll(list(Path.of("/tmp"), file -> file.getFileName().toString().startsWith("slipway")));
        found.addAll(processes(installation.toString()));
        return found;
    }

    /** Processes that name a folder in their command or work in it. */
    private static Collection<String> processes(String folder) {
        List<String> found = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .forEach(process -> {
                    Path entry = Path.of("/proc", Long.toString(process.pid()));
                    try {
                        String command =
                                Files.readString(entry.resolve("cmdline")).replace('\0', ' ');
                        String work =
                                Files.readSymbolicLink(entry.resolve("cwd")).toString();
                        if (command.contains(folder) || work.startsWith(folder)) {
                            found.add("process " + process.pid() + " " + command);
                        }
                    } catch (IOException e) {
                        // It ended while we looked, which is what we hope for.
                    }
                });
        return found;
    }

    private static Collection<String> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted).map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> run(String... command) {
        return Shell.run(Path.of("/"), List.of(command))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
