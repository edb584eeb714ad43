package dev.slipway.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads tar archives in the ustar, pax and GNU forms, one member after the other. */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int LONGEST_EXTENSION = 1 << 20;
    private final InputStream in;
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** The next member, or empty at the end of the archive; content of the last one not read is skipped. */
    Optional<TarEntry> next() throws IOException {
        in.skipNBytes(left + padding);
        Map<String, String> extensions = new HashMap<>();
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || isZero(header)) {
                left = 0;
                padding = 0;
                return Optional.empty();
            }
            if (header.length < BLOCK) {
                throw new EOFException("the archive ends in the middle of a header");
            }
            requireChecksum(header);
            long size = number(header, 124, 12);
            switch (header[156]) {
                case 'x' -> readPax(extension(size), extensions);
                case 'g' -> extension(size);
                case 'L' -> extensions.put("path", cString(extension(size)));
                case 'K' -> extensions.put("linkpath", cString(extension(size)));
                default -> {
                    return Optional.of(entry(header, size, extensions));
                }
            }
        }
    }

    /** Content of the member last returned. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int read = in.read(target, offset, (int) Math.min(length, left));
                if (read < 0) {
                    throw new EOFException("the archive ends in the middle of a file");
                }
                left -= read;
                return read;
            }
        };
    }

    private TarEntry entry(byte[] header, long plainSize, Map<String, String> extensions) throws IOException {
        String prefix = isUstar(header) ? text(header, 345, 155) : "";
        String plainName = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
        String name = extensions.getOrDefault("path", plainName);
        TarEntry.Type type = type(header[156], name);
        long size = type == TarEntry.Type.FILE ? size(extensions.get("size"), plainSize) : 0;
        left = size;
        padding = padding(size);
        int mode = (int) number(header, 100, 8) & 0777;
        return new TarEntry(name, type, size, mode, extensions.getOrDefault("linkpath", text(header, 157, 100)));
    }

    private static TarEntry.Type type(byte flag, String name) {
        return switch (flag) {
            case 0, '0', '7' -> name.endsWith("/") ? TarEntry.Type.FOLDER : TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARD_LINK;
            case '2' -> TarEntry.Type.SYMBOLIC_LINK;
            case '5' -> TarEntry.Type.FOLDER;
            default -> TarEntry.Type.OTHER;
        };
    }

    private static long size(@Nullable String extended, long plain) throws IOException {
        if (extended == null) {
            return plain;
        }
        try {
            return Math.max(0, Long.parseLong(extended));
        } catch (NumberFormatException e) {
            throw new IOException("the archive holds a size that is not a number", e);
        }
    }

    private byte[] extension(long size) throws IOException {
        if (size > LONGEST_EXTENSION) {
            throw new IOException("the archive holds an extension header of " + size + " bytes");
        }
        byte[] content = in.readNBytes((int) size);
        in.skipNBytes(padding(size));
        return content;
    }

    private static void readPax(byte[] content, Map<String, String> extensions) throws IOException {
        String text = new String(content, UTF_8);
        int at = 0;
        while (at < content.length) {
            int space = text.indexOf(' ');
            int equals = text.indexOf('=');
            if (space <= 0 || equals < space || !text.substring(0, space).matches("\\d{1,7}")) {
                throw new IOException("the archive holds an extension header that cannot be read");
            }
            int length = Integer.parseInt(text.substring(0, space));
            if (length <= equals || length > content.length - at) {
                throw new IOException("the archive holds an extension header of the wrong length");
            }
            String entry = new String(content, at, length, UTF_8);
            extensions.put(
                    entry.substring(space + 1, equals),
                    entry.substring(equals + 1).stripTrailing());
            at += length;
            text = new String(content, at, content.length - at, UTF_8);
        }
    }

    private static void requireChecksum(byte[] header) throws IOException {
        long sum = 0;
        for (int index = 0; index < BLOCK; index++) {
            sum += index >= 148 && index < 156 ? ' ' : header[index] & 0xff;
        }
        if (sum != number(header, 148, 8)) {
            throw new IOException("this is not a tar archive, or it is damaged");
        }
    }

    private static boolean isUstar(byte[] header) {
        return new String(header, 257, 5, UTF_8).equals("ustar");
    }

    private static long number(byte[] header, int offset, int length) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            long value = 0;
            for (int index = offset + length - 8; index < offset + length; index++) {
                value = value << 8 | header[index] & 0xff;
            }
            if (value < 0) {
                throw new IOException("the archive holds a negative size");
            }
            return value;
        }
        String digits = text(header, offset, length).strip();
        if (!digits.matches("[0-7]{0,21}")) {
            throw new IOException("the archive holds a number that is none");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, UTF_8);
    }

    private static String cString(byte[] content) {
        return text(content, 0, content.length);
    }

    private static boolean isZero(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }
}
