package dev.slipway.test.trust;

import dev.slipway.store.Database;
import dev.slipway.test.stack.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for a value in everything an installation keeps: as it is, in hexadecimal, and in base64 at each of the three
 * places it can begin at.
 */
final class SecretSearch {
    private static final int CHUNK = 8 << 20;

    private final List<byte[]> forms;
    private final List<String> texts;

    SecretSearch(String needle) {
        this.texts = List.copyOf(forms(needle));
        this.forms = texts.stream()
                .map(form -> form.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** Every row of every table, bytes decoded; each hit as {@code table: form}. */
    List<String> tables(Database database) {
        return database.jdbi().withHandle(handle -> {
            List<String> hits = new ArrayList<>();
            List<String> tables = handle.createQuery("""
                            select format('%I.%I', table_schema, table_name) from information_schema.tables
                            where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')""").mapTo(String.class).list();
            for (String table : tables) {
                List<String> rows = handle.createQuery("select t::text from " + table + " t")
                        .mapTo(String.class)
                        .list();
                rows.stream().flatMap(row -> found(row).stream()).forEach(form -> hits.add(table + ": " + form));
            }
            return hits;
        });
    }

    /**
     * Every file below a folder that is kept; each hit as {@code file: form}. What tasks get as files while they run is
     * on a file system in memory.
     */
    List<String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> hits = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String form : found(file)) {
                    if (!inMemory(file)) {
                        hits.add(folder.relativize(file) + ": " + form);
                    }
                }
            }
            return hits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forms of the value that stand in a text. */
    List<String> found(String text) {
        return texts.stream().filter(text::contains).toList();
    }

    private List<String> found(Path file) throws IOException {
        Set<String> hits = new LinkedHashSet<>();
        int overlap = forms.stream().mapToInt(form -> form.length).max().orElse(0);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK + overlap);
            for (long at = 0; at < channel.size(); at += CHUNK) {
                buffer.clear();
                while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
                    // A read may bring less than there is room for.
                }
                String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
                hits.addAll(found(text));
            }
        } catch (java.nio.file.NoSuchFileException e) {
            // Gone since it was listed: then it keeps nothing.
            return List.of();
        }
        return List.copyOf(hits);
    }

    private static boolean inMemory(Path file) throws IOException {
        return file.toString().contains("/secrets/")
                && Files.getFileStore(file).type().equals("tmpfs");
    }

    private static Set<String> forms(String needle) {
        byte[] bytes = needle.getBytes(StandardCharsets.UTF_8);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(needle);
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String coded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and last characters also hold bits of the neighbours.
            int end = shifted.length % 3 == 0 ? coded.length() : coded.length() - 1;
            forms.add(coded.substring(shift == 0 ? 0 : shift + 1, end));
        }
        return forms;
    }

    /** All of it, for a running stack. */
    List<String> everywhere(RunningStack stack) {
        List<String> hits = new ArrayList<>();
        try (Database database = stack.database()) {
            hits.addAll(tables(database));
            database.jdbi().useHandle(handle -> handle.execute("checkpoint"));
        }
        hits.addAll(files(stack.installation().root()));
        return hits;
    }
}
