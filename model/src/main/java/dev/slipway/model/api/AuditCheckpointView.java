package dev.slipway.model.api;

import static java.util.Objects.requireNonNull;

/**
 * What the audit log signed about itself.
 *
 * @param size entries it covers
 * @param checkpoint signed note with every signature there is for it
 * @param witnessed entries the largest cosigned checkpoint covers; 0 when no witness has signed yet
 */
public record AuditCheckpointView(long size, String checkpoint, long witnessed) {
    public AuditCheckpointView {
        requireNonNull(checkpoint, "checkpoint is null");
    }
}
