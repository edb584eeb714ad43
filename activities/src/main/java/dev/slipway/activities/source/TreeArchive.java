package dev.slipway.activities.source;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.DataSize;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ArtifactStore;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads trees kept as {@code .tar.gz}, trusting nothing in them: a path that climbs, a link that leaves the tree, a name
 * that comes twice, more bytes or entries than allowed end the reading with an error.
 */
public final class TreeArchive {
    private static final int LARGEST_FILE = 1 << 20;
    private static final int MOST_ENTRIES = 200_000;

    private final ArtifactStore artifacts;
    private final DataSize largestTree;

    /** @param largestTree uncompressed bytes of a whole tree */
    public TreeArchive(ArtifactStore artifacts, DataSize largestTree) {
        this.artifacts = requireNonNull(artifacts, "artifacts is null");
        this.largestTree = requireNonNull(largestTree, "largestTree is null");
    }

    /**
     * Content of one file.
     *
     * @throws SlipwayException VALIDATION_FAILED for a path that climbs or names a link, PAYLOAD_TOO_LARGE over 1 MiB,
     *     ARTIFACT_UNAVAILABLE when the tree is not stored or damaged
     */
    public Optional<byte[]> file(Digest tree, String path) {
        String wanted = TreePath.normalise(path);
        return read(tree, (reader, limits) -> {
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                limits.count(entry);
                if (TreePath.normalise(entry.path()).equals(wanted)) {
                    return content(entry, reader);
                }
            }
            return Optional.empty();
        });
    }

    /**
     * Unpacks a folder of the tree into an empty folder.
     *
     * @param folder path in the tree; empty for all of it
     * @param target existing, empty folder that receives what is in {@code folder}
     * @throws SlipwayException NOT_FOUND when the tree has no such folder, VALIDATION_FAILED for entries that would
     *     leave the target, PAYLOAD_TOO_LARGE, ARTIFACT_UNAVAILABLE
     */
    public void unpack(Digest tree, String folder, Path target) {
        String prefix = TreePath.normalise(folder);
        long count = read(tree, (reader, limits) -> {
            Unpacking unpacking = new Unpacking(target, prefix);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                limits.count(entry);
                unpacking.take(entry, reader);
            }
            unpacking.link();
            return unpacking.count;
        });
        if (count == 0 && !prefix.isEmpty()) {
            throw new SlipwayException(ErrorCode.NOT_FOUND, "the commit has no folder " + prefix);
        }
    }

    private <T> T read(Digest tree, Work<T> work) {
        try (InputStream stored = artifacts
                        .open(tree)
                        .orElseThrow(() -> new SlipwayException(
                                ErrorCode.ARTIFACT_UNAVAILABLE, "tree " + tree + " is not stored"));
                InputStream tar = new GZIPInputStream(new BufferedInputStream(stored), 1 << 16)) {
            return work.on(new TarReader(new BufferedInputStream(tar, 1 << 16)), new Limits());
        } catch (FileAlreadyExistsException e) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "a path comes twice: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.ARTIFACT_UNAVAILABLE, "tree " + tree + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<byte[]> content(TarEntry entry, TarReader reader) throws IOException {
        return switch (entry.kind()) {
            case DIRECTORY -> Optional.empty();
            case LINK -> throw new SlipwayException(ErrorCode.VALIDATION_FAILED, entry.path() + " is a symbolic link");
            case FILE -> {
                if (entry.size() > LARGEST_FILE) {
                    throw new SlipwayException(ErrorCode.PAYLOAD_TOO_LARGE, entry.path() + " is larger than 1 MiB");
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                copy(reader, bytes);
                yield Optional.of(bytes.toByteArray());
            }
        };
    }

    private static void copy(TarReader reader, OutputStream output) throws IOException {
        byte[] buffer = new byte[1 << 14];
        for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
            output.write(buffer, 0, count);
        }
    }

    /** Work on the entries of a tree. */
    @FunctionalInterface
    private interface Work<T> {
        T on(TarReader reader, Limits limits) throws IOException;
    }

    /** Counts what a tree claims to hold before any of it is read. */
    private final class Limits {
        private long bytes;
        private int entries;

        void count(TarEntry entry) {
            entries++;
            if (entry.size() < 0 || entry.size() > largestTree.bytes() - bytes || entries > MOST_ENTRIES) {
                throw new SlipwayException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "the tree holds more than " + largestTree + " or " + MOST_ENTRIES + " entries");
            }
            bytes += entry.size();
        }
    }

    /** Files first, links last: nothing is ever written through a link. */
    private static final class Unpacking {
        private final Path target;
        private final String prefix;
        private final Map<String, String> links = new LinkedHashMap<>();
        private long count;

        Unpacking(Path target, String prefix) {
            this.target = target;
            this.prefix = prefix;
        }

        void take(TarEntry entry, TarReader reader) throws IOException {
            String path = relative(TreePath.normalise(entry.path()));
            if (path == null) {
                return;
            }
            count++;
            switch (entry.kind()) {
                case DIRECTORY -> Files.createDirectories(target.resolve(path));
                case LINK -> keep(path, entry.link());
                case FILE -> write(path, entry.executable(), reader);
            }
        }

        void link() throws IOException {
            for (Map.Entry<String, String> link : links.entrySet()) {
                requireRealParents(link.getKey());
                Path path = target.resolve(link.getKey());
                createParent(path);
                Files.createSymbolicLink(path, Path.of(link.getValue()));
            }
        }

        private void requireRealParents(String path) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                if (links.containsKey(path.substring(0, slash))) {
                    throw new SlipwayException(
                            ErrorCode.VALIDATION_FAILED, "the path " + path + " leads through a link");
                }
            }
        }

        private @Nullable String relative(String path) {
            if (prefix.isEmpty()) {
                return path.isEmpty() ? null : path;
            }
            return path.startsWith(prefix + "/") ? path.substring(prefix.length() + 1) : null;
        }

        private void keep(String path, String to) {
            if (!TreePath.staysInside(path, to)) {
                throw new SlipwayException(
                        ErrorCode.VALIDATION_FAILED, "the link " + path + " leads out of the folder");
            }
            if (links.put(path, to) != null) {
                throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "a path comes twice: " + path);
            }
        }

        private void write(String path, boolean executable, TarReader reader) throws IOException {
            Path file = target.resolve(path);
            createParent(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--")));
            try (OutputStream output = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                copy(reader, output);
            }
        }

        private static void createParent(Path file) throws IOException {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
        }
    }
}
