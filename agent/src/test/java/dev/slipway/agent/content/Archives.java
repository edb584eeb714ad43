package dev.slipway.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes archives byte by byte, also such as no honest program would. */
final class Archives {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Archives member(String name, char type, String link, String content) {
        return member(name, type, link, content, content.getBytes(UTF_8).length);
    }

    Archives member(String name, char type, String link, String content, long size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000755");
        put(header, 124, String.format("%011o", size));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        bytes.writeBytes(header);
        bytes.writeBytes(content.getBytes(UTF_8));
        bytes.writeBytes(new byte[(512 - content.getBytes(UTF_8).length % 512) % 512]);
        return this;
    }

    Archives file(String name, String content) {
        return member(name, '0', "", content);
    }

    Path write(Path file) {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes.toByteArray());
            out.write(new byte[1024]);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] encoded = text.getBytes(UTF_8);
        System.arraycopy(encoded, 0, header, offset, encoded.length);
    }
}
