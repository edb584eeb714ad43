package dev.slipway.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.model.ModelJson;
import org.jspecify.annotations.Nullable;

/** One line of an exported log: JSON, entries in order, each checkpoint behind the last entry it covers. */
public sealed interface ExportRecord {
    /**
     * An entry.
     *
     * @param index place in the log, from 0
     * @param leaf its hash
     * @param body its canonical text; null when its time was over and only the hash was kept
     */
    record Entry(long index, TreeHash leaf, @Nullable String body) implements ExportRecord {
        public Entry {
            requireNonNull(leaf, "leaf is null");
        }
    }

    /**
     * A checkpoint.
     *
     * @param note with all its signatures
     */
    record Note(String note) implements ExportRecord {
        public Note {
            requireNonNull(note, "note is null");
        }
    }

    /** The line without its end. */
    default String line() {
        ObjectNode line = ModelJson.mapper().createObjectNode();
        switch (this) {
            case Entry entry -> {
                line.put("index", entry.index()).put("leaf", entry.leaf().base64());
                if (entry.body() != null) {
                    line.put("entry", entry.body());
                }
            }
            case Note note -> line.put("checkpoint", note.note());
        }
        return line.toString();
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static ExportRecord parse(String line) {
        try {
            JsonNode read = ModelJson.mapper().readTree(line);
            if (read.path("checkpoint").isTextual()) {
                return new Note(read.path("checkpoint").textValue());
            }
            if (read.path("index").isIntegralNumber() && read.path("leaf").isTextual()) {
                return new Entry(
                        read.path("index").longValue(),
                        TreeHash.ofBase64(read.path("leaf").textValue()),
                        read.path("entry").textValue());
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a line of an exported log", e);
        }
        throw new IllegalArgumentException("not a line of an exported log");
    }
}
