package dev.slipway.drivers.process;

import dev.slipway.drivers.durable.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this machine that a restart of the machine empties and that never reaches a disk: for what is true only
 * while the machine is up, and for secrets on their way into a task. Shared by every node of the machine; only root reads it.
 */
public final class Volatile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final List<Path> CANDIDATES = List.of(Path.of("/run"), Path.of("/dev/shm"));

    private Volatile() {}

    /** The folder, there or not. */
    public static Path folder() {
        return CANDIDATES.stream()
                .filter(Volatile::inMemory)
                .findFirst()
                .orElse(CANDIDATES.getFirst())
                .resolve("slipway-drivers");
    }

    /** Whether {@link #folder()} is in memory; otherwise secrets touch the disk for the moment of a start. */
    public static boolean inMemory() {
        return inMemory(folder().getParent());
    }

    /** Makes {@code name} with {@code content}, readable by its owner; false when it is there already. */
    public static boolean create(String name, String content) {
        Path file = folder().resolve(name);
        for (int attempt = 0; ; attempt++) {
            try {
                makeFolder();
                Path draft = Files.createTempFile(folder(), ".draft-", "", OWNER_FILE);
                try {
                    Files.writeString(draft, content);
                    Files.createLink(file, draft);
                } finally {
                    Files.deleteIfExists(draft);
                }
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (NoSuchFileException e) {
                // The last task of another node has just gone and taken the empty folder with it.
                if (attempt > 10) {
                    throw new UncheckedIOException("cannot write " + file, e);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }

    /** Content of {@code name}, empty when there is none. */
    public static Optional<String> read(String name) {
        return AtomicFiles.read(folder().resolve(name));
    }

    /** Removes {@code name}, and the folder with the last one. */
    public static void delete(String name) {
        try {
            Files.deleteIfExists(folder().resolve(name));
            Files.deleteIfExists(folder());
        } catch (DirectoryNotEmptyException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + name + " in " + folder(), e);
        }
    }

    private static void makeFolder() throws IOException {
        try {
            Files.createDirectory(folder(), OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            return;
        }
    }

    private static boolean inMemory(@Nullable Path folder) {
        try {
            return folder != null
                    && Files.isWritable(folder)
                    && Files.getFileStore(folder).type().equals("tmpfs");
        } catch (IOException e) {
            return false;
        }
    }
}
