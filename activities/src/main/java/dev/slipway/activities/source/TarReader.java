package dev.slipway.activities.source;

import dev.slipway.activities.source.TarEntry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads POSIX archives entry by entry; kinds that have no place in a tree are errors. */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int LARGEST_EXTENDED = 64 << 10;

    private final InputStream input;
    private long left;
    private int padding;

    TarReader(InputStream input) {
        this.input = input;
    }

    /** The next entry, null at the end; what was not read of the last one is skipped. */
    @Nullable
    TarEntry next() throws IOException {
        input.skipNBytes(left + padding);
        left = 0;
        padding = 0;
        Map<String, String> extended = new HashMap<>();
        while (true) {
            byte[] header = input.readNBytes(BLOCK);
            if (header.length < BLOCK) {
                throw new IOException("the archive ends early");
            }
            if (isEmpty(header)) {
                return null;
            }
            checkSum(header);
            char type = (char) header[156];
            long size = octal(header, 124, 12);
            if (type == 'x' || type == 'g') {
                byte[] records = extended(size);
                if (type == 'x') {
                    parse(records, extended);
                }
            } else {
                return entry(header, type, size, extended);
            }
        }
    }

    /** Content of the entry returned last. */
    int read(byte[] buffer) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = input.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
            throw new IOException("the archive ends early");
        }
        left -= count;
        return count;
    }

    private TarEntry entry(byte[] header, char type, long size, Map<String, String> extended) throws IOException {
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        String path = extended.getOrDefault("path", prefix.isEmpty() ? name : prefix + "/" + name);
        String link = extended.getOrDefault("linkpath", text(header, 157, 100));
        Kind kind = switch (type) {
            case '0', '\0' -> Kind.FILE;
            case '5' -> Kind.DIRECTORY;
            case '2' -> Kind.LINK;
            default -> throw new IOException("entry " + path + " is of type '" + type + "'");
        };
        left = size;
        padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
        boolean executable = (octal(header, 100, 8) & 0100) != 0;
        return new TarEntry(path, kind, size, executable, kind == Kind.LINK ? link : "");
    }

    private byte[] extended(long size) throws IOException {
        if (size > LARGEST_EXTENDED) {
            throw new IOException("an extended header is too large");
        }
        byte[] content = input.readNBytes((int) size);
        input.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        return content;
    }

    private static void parse(byte[] records, Map<String, String> into) throws IOException {
        int position = 0;
        while (position < records.length) {
            int space = position;
            while (space < records.length && records[space] != ' ') {
                space++;
            }
            int length = number(new String(records, position, space - position, StandardCharsets.US_ASCII), 10);
            int end = position + length;
            if (length <= 0 || end > records.length || space + 1 >= end) {
                throw new IOException("an extended header is damaged");
            }
            String record = new String(records, space + 1, end - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals < 0 || record.startsWith("size=")) {
                throw new IOException("an extended header is not understood");
            }
            into.put(record.substring(0, equals), record.substring(equals + 1));
            position = end;
        }
    }

    private static void checkSum(byte[] header) throws IOException {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != octal(header, 148, 8)) {
            throw new IOException("a header is damaged");
        }
    }

    private static boolean isEmpty(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int offset, int length) throws IOException {
        String digits = text(header, offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("a header is damaged", e);
        }
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            return Integer.parseInt(digits, radix);
        } catch (NumberFormatException e) {
            throw new IOException("an extended header is damaged", e);
        }
    }
}
