package dev.slipway.drivers.process;

import dev.slipway.drivers.durable.Changes;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The control groups of one task: {@code slipway/<scope>/<short hash>} in every hierarchy for the task, and a sibling
 * {@code <short hash>.shim} for its shim, so that neither goes down with the agent's own group.
 */
public final class TaskCgroup {
    private static final String ROOT = "slipway";
    private static final int MOST_ATTEMPTS = 100;
    private static final Duration BUSY = Duration.ofSeconds(2);
    private final CgroupTree tree;
    private final String scope;
    private final String name;

    /** {@code scope} keeps nodes of one machine apart; {@code hash} is the short hash of the task's key. */
    public TaskCgroup(CgroupTree tree, String scope, String hash) {
        this.tree = tree;
        this.scope = ROOT + "/" + scope;
        this.name = this.scope + "/" + hash;
    }

    /** Makes the groups and sets the limits; again without harm. */
    public void create(CgroupLimits limits) {
        try {
            for (Path hierarchy : tree.hierarchies()) {
                makeFolder(hierarchy, name + ".shim");
                makeFolder(hierarchy, name);
            }
            limitCpu(limits);
            limitMemory(limits.memory());
            write(folder("pids").resolve("pids.max"), limits.processes());
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_UNAVAILABLE, "cannot make the control group " + name + ": " + e.getMessage(), e);
        }
    }

    private void limitCpu(CgroupLimits limits) throws IOException {
        Path folder = folder("cpu");
        if (tree.byUnified("cpu")) {
            write(folder.resolve("cpu.weight"), limits.weight());
            if (limits.cpuHard()) {
                Files.writeString(folder.resolve("cpu.max"), limits.quota() + " " + limits.period());
            }
            return;
        }
        write(folder.resolve("cpu.shares"), limits.shares());
        if (limits.cpuHard()) {
            write(folder.resolve("cpu.cfs_period_us"), limits.period());
            write(folder.resolve("cpu.cfs_quota_us"), limits.quota());
        }
    }

    private void limitMemory(long bytes) throws IOException {
        Path folder = folder("memory");
        if (tree.byUnified("memory")) {
            write(folder.resolve("memory.max"), bytes);
            writeIfOffered(folder.resolve("memory.swap.max"), 0);
            return;
        }
        write(folder.resolve("memory.limit_in_bytes"), bytes);
        writeIfOffered(folder.resolve("memory.memsw.limit_in_bytes"), bytes);
    }

    /** Files that take a process into the task's groups. */
    List<Path> joins() {
        return files(name);
    }

    /** Files that take the shim out of the agent's groups. */
    List<Path> shimJoins() {
        return files(name + ".shim");
    }

    /** Files that take a process out of every group of ours. */
    List<Path> exits() {
        return tree.hierarchies().stream()
                .map(hierarchy -> hierarchy.resolve("cgroup.procs"))
                .toList();
    }

    /** Groups the shim removes when it goes, in that order. */
    List<Path> shimFolders() {
        return Stream.of(name + ".shim", scope, ROOT)
                .flatMap(group -> tree.hierarchies().stream().map(hierarchy -> hierarchy.resolve(group)))
                .toList();
    }

    List<Path> folders() {
        return tree.hierarchies().stream()
                .map(hierarchy -> hierarchy.resolve(name))
                .toList();
    }

    /** The file that kills everything in the group at once, where the kernel has it. */
    Optional<Path> kill() {
        return tree.unified()
                .map(unified -> unified.resolve(name).resolve("cgroup.kill"))
                .filter(Files::exists);
    }

    /** The file that counts how often the memory limit killed. */
    Path oomCounter() {
        return folder("memory").resolve(tree.byUnified("memory") ? "memory.events" : "memory.oom_control");
    }

    /** Process ids in the group, empty when there is no such group. */
    List<Long> processes() {
        Path file = joins().getFirst();
        try {
            return Files.readAllLines(file).stream().map(Long::parseLong).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            if (!Files.exists(file.getParent())) {
                return List.of();
            }
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Kills everything in the group; returns at once, without looking whether it is gone. */
    void killAll() {
        Optional<Path> kill = kill();
        try {
            if (kill.isPresent()) {
                Files.writeString(kill.get(), "1");
            } else {
                Processes.signal(processes(), "SIGKILL");
            }
        } catch (IOException e) {
            // The shim removes the group as soon as it is empty, also between our opening the file and writing to it.
            if (kill().isPresent()) {
                throw new UncheckedIOException("cannot kill " + name, e);
            }
        }
    }

    /** Removes the groups of the task and its shim. A group whose last process has just died is busy for a moment. */
    void remove() throws InterruptedException {
        List<Path> left = new ArrayList<>();
        tree.hierarchies().forEach(hierarchy -> {
            left.add(hierarchy.resolve(name));
            left.add(hierarchy.resolve(name + ".shim"));
        });
        Changes changes = new Changes();
        Optional<Boolean> gone = changes.await(
                () -> {
                    left.removeIf(TaskCgroup::removed);
                    return left.isEmpty() ? Optional.of(true) : Optional.empty();
                },
                Duration.ofMillis(5),
                BUSY);
        if (gone.isEmpty()) {
            throw new SlipwayException(ErrorCode.DRIVER_UNAVAILABLE, "control groups are still busy: " + left);
        }
        for (Path hierarchy : tree.hierarchies()) {
            if (removed(hierarchy.resolve(scope))) {
                removed(hierarchy.resolve(ROOT));
            }
        }
    }

    private static boolean removed(Path folder) {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (IOException e) {
            return !Files.exists(folder);
        }
    }

    private void makeFolder(Path hierarchy, String relative) throws IOException {
        Path folder = hierarchy.resolve(relative);
        boolean governs = tree.unified().filter(hierarchy::equals).isPresent()
                && !tree.unifiedControllers().isEmpty();
        for (int attempt = 0; !Files.isDirectory(folder); attempt++) {
            try {
                Files.createDirectories(hierarchy.resolve(scope));
                if (governs) {
                    delegate(hierarchy);
                }
                Files.createDirectory(folder);
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                // The last task's shim removed the empty parent between two steps: it was there, and then it was not.
                if (attempt > MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void delegate(Path hierarchy) throws IOException {
        StringBuilder enabled = new StringBuilder();
        tree.unifiedControllers().stream()
                .sorted()
                .forEach(controller -> enabled.append('+').append(controller).append(' '));
        for (Path folder : List.of(hierarchy, hierarchy.resolve(ROOT), hierarchy.resolve(scope))) {
            Files.writeString(
                    folder.resolve("cgroup.subtree_control"), enabled.toString().strip());
        }
    }

    private Path folder(String controller) {
        Path hierarchy = tree.controllers().get(controller);
        if (hierarchy == null) {
            hierarchy = tree.unified()
                    .orElseThrow(() -> new SlipwayException(
                            ErrorCode.DRIVER_UNAVAILABLE, "no control group hierarchy for " + controller));
        }
        return hierarchy.resolve(name);
    }

    private List<Path> files(String group) {
        return tree.hierarchies().stream()
                .map(hierarchy -> hierarchy.resolve(group).resolve("cgroup.procs"))
                .toList();
    }

    private static void writeIfOffered(Path file, long value) throws IOException {
        if (Files.exists(file)) {
            write(file, value);
        }
    }

    private static void write(Path file, long value) throws IOException {
        Files.writeString(file, Long.toString(value));
    }
}
