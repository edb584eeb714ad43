package dev.slipway.store.audit;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An entry at its place.
 *
 * @param index from 0
 * @param leaf hash, 32 bytes
 * @param body canonical text; null when it was forgotten
 */
public record StoredEntry(long index, byte[] leaf, @Nullable String body) {
    public StoredEntry {
        requireNonNull(leaf, "leaf is null");
    }
}
