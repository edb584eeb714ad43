package dev.slipway.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.agent.state.Folders;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Secrets of a node's tasks as files in memory: on a tmpfs of the node's own, or below {@code /dev/shm} when that may not be mounted. */
public final class SecretsFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SecretsFolder.class);
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private final Path mountPoint;
    private final Path root;

    private SecretsFolder(Path mountPoint, Path root) {
        this.mountPoint = mountPoint;
        this.root = root;
    }

    /**
     * Finds the folder of an earlier start, or makes it.
     *
     * @throws SlipwayException SECRET_UNAVAILABLE when this machine offers no memory for files
     */
    public static SecretsFolder open(Path mountPoint) {
        try {
            Files.createDirectories(mountPoint);
            makePrivate(mountPoint);
            if (isMounted(mountPoint) || mount(mountPoint)) {
                return new SecretsFolder(mountPoint, mountPoint);
            }
            Path fallback = fallback(mountPoint);
            if (!Files.isDirectory(SHARED_MEMORY)) {
                throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, "neither a tmpfs nor /dev/shm can be used");
            }
            Files.createDirectories(fallback);
            makePrivate(fallback);
            return new SecretsFolder(mountPoint, fallback);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for secrets at " + mountPoint, e);
        }
    }

    /** A fresh folder for one task with these files; the folder is the task's to read, whatever user it runs as. */
    public Path create(String allocationId, String task, Map<String, byte[]> files) throws IOException {
        Path folder = folder(allocationId, task);
        Folders.delete(folder);
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        SafeFolder safe = new SafeFolder(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path place = safe.place(file.getKey());
            Files.write(place, file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r--r--r--"));
        }
        return folder;
    }

    public Path folder(String allocationId, String task) {
        return root.resolve(allocationId + "-" + task);
    }

    public void delete(String allocationId, String task) {
        Folders.delete(folder(allocationId, task));
    }

    /** Removes all of it, mounts included. */
    public void destroy() {
        destroy(mountPoint);
    }

    /** As {@link #destroy()}, without opening it first. */
    public static void destroy(Path mountPoint) {
        if (isMounted(mountPoint) && run(List.of("umount", mountPoint.toString())) != 0) {
            // A reader inside keeps it busy; detached, it goes with the last of them.
            run(List.of("umount", "--lazy", mountPoint.toString()));
        }
        if (!isMounted(mountPoint)) {
            Folders.delete(mountPoint);
        }
        Folders.delete(fallback(mountPoint));
    }

    private static void makePrivate(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean mount(Path folder) {
        return run(List.of(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=64m,mode=0700,nosuid,nodev,noexec",
                        "slipway-secrets",
                        folder.toString()))
                == 0;
    }

    private static boolean isMounted(Path folder) {
        try {
            String wanted = folder.toString().replace(" ", "\\040");
            return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .map(line -> line.split(" "))
                    .anyMatch(fields -> fields.length > 4 && fields[4].equals(wanted));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the mounts of this machine", e);
        }
    }

    private static Path fallback(Path mountPoint) {
        return SHARED_MEMORY.resolve(
                "slipway-secrets-" + Digest.of(mountPoint.toString()).hex().substring(0, 16));
    }

    private static int run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.exitValue() != 0) {
                LOG.warn("{} ended with {}: {}", command.getFirst(), process.exitValue(), said.strip());
            }
            return process.exitValue();
        } catch (IOException e) {
            LOG.warn("{} cannot be run", command.getFirst(), e);
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
