package dev.slipway.store.audit;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A checkpoint with the lines witnesses added to it.
 *
 * @param size entries it covers
 * @param note as the log signed it
 * @param cosignatures signature lines of witnesses
 */
public record StoredCheckpoint(long size, String note, List<String> cosignatures) {
    public StoredCheckpoint {
        requireNonNull(note, "note is null");
        cosignatures = List.copyOf(cosignatures);
    }

    /** The note with all signatures. */
    public String text() {
        StringBuilder text = new StringBuilder(note);
        cosignatures.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
