package dev.slipway.model.api;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log.
 *
 * @param index place in the log, from 0
 * @param leaf hash of the entry, base64
 * @param entry canonical JSON text the hash is of; null when its time was over and only the hash was kept
 */
public record AuditEntryView(
        long index, String leaf, @Nullable String entry) {
    public AuditEntryView {
        requireNonNull(leaf, "leaf is null");
    }
}
