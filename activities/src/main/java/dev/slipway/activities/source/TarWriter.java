package dev.slipway.activities.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes POSIX archives in which nothing but names, modes and contents differs: no times, no owners. */
final class TarWriter implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PREFIX = 155;

    private final OutputStream output;

    TarWriter(OutputStream output) {
        this.output = output;
    }

    /** Copies exactly {@code entry.size()} bytes from {@code content}. */
    void write(TarEntry entry, InputStream content) throws IOException {
        byte[] name = bytes(entry.path());
        byte[] link = bytes(entry.link());
        int split = split(name);
        if (split < 0 || link.length > LONGEST_NAME) {
            writeExtended(entry);
            name = Arrays.copyOf(name, Math.min(name.length, LONGEST_NAME));
            link = Arrays.copyOf(link, Math.min(link.length, LONGEST_NAME));
            split = 0;
        }
        char type = entry.kind() == TarEntry.Kind.LINK ? '2' : '0';
        output.write(header(name, split, link, entry.size(), entry.executable() ? 0755 : 0644, type));
        byte[] buffer = new byte[8192];
        for (long left = entry.size(); left > 0; ) {
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException("content of " + entry.path() + " ends early");
            }
            output.write(buffer, 0, count);
            left -= count;
        }
        pad(entry.size());
    }

    @Override
    public void close() throws IOException {
        output.write(new byte[2 * BLOCK]);
        output.close();
    }

    private void writeExtended(TarEntry entry) throws IOException {
        String records = record("path", entry.path());
        if (!entry.link().isEmpty()) {
            records += record("linkpath", entry.link());
        }
        byte[] content = bytes(records);
        output.write(header(bytes("pax"), 0, new byte[0], content.length, 0644, 'x'));
        output.write(content);
        pad(content.length);
    }

    /** {@code "<length of the whole record> key=value\n"}. */
    private static String record(String key, String value) {
        int rest = bytes(" " + key + "=" + value + "\n").length;
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length++;
        }
        return length + " " + key + "=" + value + "\n";
    }

    private void pad(long size) throws IOException {
        output.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    /** Where the slash between prefix and name is; 0 when no prefix is needed, -1 when it does not fit. */
    private static int split(byte[] name) {
        if (name.length <= LONGEST_NAME) {
            return 0;
        }
        for (int i = Math.min(LONGEST_PREFIX, name.length - 2); i > 0; i--) {
            if (name[i] == '/' && name.length - i - 1 <= LONGEST_NAME) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] header(byte[] name, int split, byte[] link, long size, int mode, char type) {
        byte[] header = new byte[BLOCK];
        int start = split == 0 ? 0 : split + 1;
        System.arraycopy(name, start, header, 0, name.length - start);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, 0);
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        System.arraycopy(link, 0, header, 157, link.length);
        System.arraycopy(bytes("ustar\00000"), 0, header, 257, 8);
        System.arraycopy(name, 0, header, 345, split);
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        octal(header, 148, 7, sum);
        return header;
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        byte[] digits = bytes(("%0" + (length - 1) + "o").formatted(value));
        if (digits.length >= length) {
            throw new IllegalArgumentException("too large for a tar header: " + value);
        }
        System.arraycopy(digits, 0, header, offset, digits.length);
        header[offset + length - 1] = 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
