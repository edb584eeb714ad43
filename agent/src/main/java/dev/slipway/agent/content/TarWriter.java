package dev.slipway.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes a {@code .tar.gz} whose bytes depend only on names, executable bits and contents of what goes in. */
final class TarWriter implements AutoCloseable {
    private static final int BLOCK = 512;
    private final OutputStream out;

    TarWriter(OutputStream sink) throws IOException {
        this.out = new GZIPOutputStream(sink, 64 << 10);
    }

    /** Adds a regular file under {@code name}; never follows a link. */
    void add(String name, Path file) throws IOException {
        long size = Files.size(file);
        boolean executable = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                .contains(PosixFilePermission.OWNER_EXECUTE);
        byte[] encoded = name.getBytes(UTF_8);
        if (encoded.length > 100) {
            byte[] extension = pax("path", name);
            header("././@PaxHeader".getBytes(UTF_8), extension.length, 0644, 'x');
            out.write(extension);
            pad(extension.length);
        }
        header(Arrays.copyOf(encoded, Math.min(100, encoded.length)), size, executable ? 0755 : 0644, '0');
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            if (content.transferTo(out) != size) {
                throw new IOException(file + " changed while it was packed");
            }
        }
        pad(size);
    }

    private void header(byte[] name, long size, int mode, char type) throws IOException {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, name.length);
        put(header, 100, String.format("%07o", mode));
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, size < 1L << 33 ? String.format("%011o", size) : "");
        if (size >= 1L << 33) {
            header[124] = (byte) 0x80;
            for (int index = 0; index < 8; index++) {
                header[135 - index] = (byte) (size >>> 8 * index);
            }
        }
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.write(header);
    }

    private static byte[] pax(String key, String value) {
        int content = key.length() + value.getBytes(UTF_8).length + 3;
        int length = content + Integer.toString(content).length();
        length = content + Integer.toString(length).length();
        return (length + " " + key + "=" + value + "\n").getBytes(UTF_8);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
