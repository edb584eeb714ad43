package dev.slipway.client;

import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log; null where any will do.
 *
 * @param actor issuer, {@code #} and subject
 * @param run workflow id of a run
 * @param kind sort of fact
 */
public record AuditFilter(
        @Nullable String project,
        @Nullable String actor,
        @Nullable String run,
        @Nullable String kind) {
    /** Everything the caller may see. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null);
}
