package dev.slipway.model.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proof that the audit log contains an older one.
 *
 * @param from entries of the older log
 * @param older signed note of that size; null when there was no checkpoint of exactly that size
 * @param proof consistency proof, base64
 * @param checkpoint signed note of the newer log
 */
public record AuditGrowthView(long from, @Nullable String older, List<String> proof, String checkpoint) {
    public AuditGrowthView {
        proof = List.copyOf(proof);
        requireNonNull(checkpoint, "checkpoint is null");
    }
}
