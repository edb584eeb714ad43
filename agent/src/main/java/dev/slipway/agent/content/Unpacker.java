package dev.slipway.agent.content;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Unpacks a {@code .tar.gz} from strangers: no way out of the folder, no devices, bounded in number and size. */
final class Unpacker {
    private static final int MOST_MEMBERS = 200_000;
    private static final long LARGEST_TOTAL = 8L << 30;
    private final SafeFolder folder;
    private final Map<String, String> links = new LinkedHashMap<>();
    private int members;
    private long total;

    private Unpacker(SafeFolder folder) {
        this.folder = folder;
    }

    /** Whether the file begins as gzip does. */
    static boolean isArchive(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    static void unpack(Path archive, Path target) throws IOException {
        Unpacker unpacker = new Unpacker(new SafeFolder(target));
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 64 << 10)) {
            TarReader reader = new TarReader(in);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                unpacker.member(entry.get(), reader);
            }
            unpacker.makeLinks();
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void member(TarEntry entry, TarReader reader) throws IOException {
        members++;
        total += entry.size();
        if (members > MOST_MEMBERS || total > LARGEST_TOTAL) {
            throw new IOException(
                    "the archive is larger than " + MOST_MEMBERS + " members or " + LARGEST_TOTAL + " bytes");
        }
        switch (entry.type()) {
            case FOLDER -> folder.folder(entry.name());
            case FILE -> write(entry, reader.content());
            case HARD_LINK -> copy(entry);
            case SYMBOLIC_LINK -> remember(entry);
            case OTHER -> throw new IOException("the archive holds '" + entry.name() + "', which is no file");
        }
    }

    private void write(TarEntry entry, InputStream content) throws IOException {
        Path place = folder.place(entry.name());
        SafeFolder.clear(place);
        try (OutputStream out = Files.newOutputStream(
                place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            content.transferTo(out);
        }
        boolean executable = (entry.mode() & 0111) != 0;
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private void copy(TarEntry entry) throws IOException {
        Path source = folder.place(entry.link());
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the archive links '" + entry.name() + "' to a file it does not hold");
        }
        total += Files.size(source);
        Path place = folder.place(entry.name());
        SafeFolder.clear(place);
        Files.copy(source, place, LinkOption.NOFOLLOW_LINKS);
    }

    /** Links are made last, so that no member is ever written through one. */
    private void remember(TarEntry entry) throws IOException {
        if (!folder.holds(entry.name(), entry.link())) {
            throw new IOException("the archive links '" + entry.name() + "' to a place outside");
        }
        links.put(entry.name(), entry.link());
    }

    private void makeLinks() throws IOException {
        for (Map.Entry<String, String> link : links.entrySet()) {
            Path place = folder.place(link.getKey());
            SafeFolder.clear(place);
            Files.createSymbolicLink(place, Path.of(link.getValue()));
        }
    }
}
