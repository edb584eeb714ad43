package dev.slipway.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Secrets of an installation, made once at random and readable by their owner only.
 *
 * @param folder where the files are
 */
public record SecretFiles(Path folder) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** File with a random password or token, made at first use. */
    public Path token(String name) {
        return file(name, () -> HexFormat.of().formatHex(bytes(24)).getBytes(StandardCharsets.US_ASCII));
    }

    /** File with a random 256-bit key in base64, made at first use. */
    public Path key(String name) {
        return file(name, () -> Base64.getEncoder().encode(bytes(32)));
    }

    /** File with what {@code maker} makes at first use. */
    public Path file(String name, Supplier<byte[]> maker) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            write(file, maker.get());
        }
        return file;
    }

    /** Reads a secret as text. */
    public String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read secret file " + file, e);
        }
    }

    /** Writes a secret so that nobody else can read it, not even for a moment. */
    public void write(Path file, byte[] content) {
        try {
            Installation.folder(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            Path draft = Files.createTempFile(
                    folder,
                    "draft",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write secret file " + file, e);
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
