package dev.slipway.model.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proof that an entry is in the audit log.
 *
 * @param index place of the entry
 * @param leaf its hash, base64
 * @param entry its text; null when only the hash was kept
 * @param proof hashes from the leaf's sibling upwards, base64
 * @param checkpoint signed note that holds the root
 */
public record AuditProofView(
        long index, String leaf, @Nullable String entry, List<String> proof, String checkpoint) {
    public AuditProofView {
        requireNonNull(leaf, "leaf is null");
        proof = List.copyOf(proof);
        requireNonNull(checkpoint, "checkpoint is null");
    }
}
