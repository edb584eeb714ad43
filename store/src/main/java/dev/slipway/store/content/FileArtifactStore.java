package dev.slipway.store.content;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Content as files {@code <root>/sha256/ab/cd/<digest>}. A file appears under its digest only whole and flushed, so any
 * number of processes may share the folder; half-written files stay in {@code <root>/incoming} after a crash.
 */
public final class FileArtifactStore implements ArtifactStore {
    private static final int BUFFER = 1 << 16;

    private final Path content;
    private final Path incoming;

    /** Makes the folder where it is missing. */
    public FileArtifactStore(Path root) throws IOException {
        this.content = root.resolve("sha256");
        this.incoming = root.resolve("incoming");
        Files.createDirectories(content);
        Files.createDirectories(incoming);
    }

    @Override
    public Digest put(InputStream source) throws IOException {
        Path file = incoming.resolve(UUID.randomUUID().toString());
        try {
            Digest digest = receive(source, file);
            publish(file, digest);
            return digest;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void put(Digest expected, InputStream source) throws IOException {
        Path file = incoming.resolve(UUID.randomUUID().toString());
        try {
            Digest actual = receive(source, file);
            if (!actual.equals(expected)) {
                throw new SlipwayException(
                        ErrorCode.ARTIFACT_DIGEST_MISMATCH, "expected " + expected + " but received " + actual);
            }
            publish(file, expected);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public Optional<InputStream> open(Digest digest) throws IOException {
        try {
            return Optional.of(Files.newInputStream(path(digest)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Long> size(Digest digest) throws IOException {
        try {
            return Optional.of(Files.size(path(digest)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Digest receive(InputStream source, Path file) throws IOException {
        MessageDigest digester = Digest.sha256();
        byte[] buffer = new byte[BUFFER];
        try (FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE))) {
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                digester.update(buffer, 0, count);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
        }
        return Digest.of(digester);
    }

    private void publish(Path file, Digest digest) throws IOException {
        Path target = path(digest);
        if (Files.exists(target) && Files.size(target) == Files.size(file)) {
            return;
        }
        Path folder = folder(digest);
        Files.createDirectories(folder);
        Files.move(file, target, ATOMIC_MOVE, REPLACE_EXISTING);
        flushFolder(folder);
    }

    /** Without it the name may be lost in a power failure although the bytes are not. */
    private static void flushFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private Path path(Digest digest) {
        return folder(digest).resolve(digest.hex());
    }

    private Path folder(Digest digest) {
        String hex = digest.hex();
        return content.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4));
    }
}
