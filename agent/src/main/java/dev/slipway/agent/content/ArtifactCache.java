package dev.slipway.agent.content;

import dev.slipway.client.NodeClient;
import dev.slipway.model.Digest;
import dev.slipway.model.spec.ArtifactSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Content fetched once per node and checked against its digest each time it is used. */
public final class ArtifactCache {
    private final Path folder;
    private final NodeClient client;
    private final Clock clock;
    private final long limitBytes;
    private final ConcurrentHashMap<Digest, ReentrantLock> fetching = new ConcurrentHashMap<>();

    /** {@code limitBytes} is what {@link #trim} keeps. */
    public ArtifactCache(Path folder, NodeClient client, Clock clock, long limitBytes) {
        this.folder = folder;
        this.client = client;
        this.clock = clock;
        this.limitBytes = limitBytes;
    }

    /** Puts an artifact where the task wants it: unpacked, or as a file. */
    public void place(ArtifactSpec artifact, Path workDir) throws IOException {
        Path content = fetch(artifact.digest());
        SafeFolder work = new SafeFolder(workDir);
        if (artifact.unpack() && Unpacker.isArchive(content)) {
            Unpacker.unpack(content, folderIn(work, artifact.destination()));
            return;
        }
        Path place = placeIn(work, artifact.destination());
        Path target =
                place.equals(work.root()) ? place.resolve(artifact.digest().hex()) : place;
        SafeFolder.clear(target);
        Files.copy(content, target, LinkOption.NOFOLLOW_LINKS);
    }

    /** The whole content as a file that must not be changed. */
    public Path fetch(Digest digest) throws IOException {
        ReentrantLock lock = fetching.computeIfAbsent(digest, key -> new ReentrantLock());
        lock.lock();
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(digest.hex());
            if (!Files.exists(file) || !digestOf(file).equals(digest)) {
                client.getArtifact(digest, file);
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return file;
        } finally {
            lock.unlock();
        }
    }

    /** Removes what was not used for longest until the rest fits. */
    public void trim() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted(Comparator.comparing(ArtifactCache::used).reversed())
                    .toList();
        }
        long kept = 0;
        for (Path file : files) {
            kept += file.toFile().length();
            if (kept > limitBytes) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static long used(Path file) {
        return file.toFile().lastModified();
    }

    static Digest digestOf(Path file) throws IOException {
        MessageDigest digester = Digest.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digester)) {
            byte[] buffer = new byte[64 << 10];
            while (in.read(buffer) >= 0) {
                // Reading is what feeds the digester.
                continue;
            }
        }
        return Digest.of(digester);
    }

    private static Path folderIn(SafeFolder work, String destination) throws IOException {
        try {
            return work.folder(destination);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Path placeIn(SafeFolder work, String destination) throws IOException {
        try {
            return work.place(destination);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
