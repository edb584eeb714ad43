package dev.slipway.model;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that hold one secret: never readable or writable by group or others, at most 64 KiB. */
public final class SecretFile {
    private static final long LIMIT = 64 << 10;
    private static final Set<PosixFilePermission> FORBIDDEN =
            EnumSet.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------")));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private SecretFile() {}

    /**
     * The text of a secret file without surrounding white space.
     *
     * @throws SlipwayException SECRET_UNAVAILABLE when it is missing, empty, too large or open to others
     */
    public static String read(Path file) {
        try {
            requirePrivate(file);
            if (Files.size(file) > LIMIT) {
                throw refused(file, "is larger than 64 KiB");
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw refused(file, "is empty");
            }
            return text;
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, "cannot read the secret file " + file, e);
        }
    }

    /** Writes a new file with mode 0600 and flushes it; an existing file is never replaced. */
    public static void create(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), PRIVATE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(Files.getPosixFilePermissions(file));
        open.retainAll(FORBIDDEN);
        if (!open.isEmpty()) {
            throw refused(file, "is open to group or others; run chmod 600 on it");
        }
    }

    private static SlipwayException refused(Path file, String why) {
        return new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, "the secret file " + file + " " + why);
    }
}
