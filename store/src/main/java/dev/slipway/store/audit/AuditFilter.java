package dev.slipway.store.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; null where anything is.
 *
 * @param projects tenants whose entries may be seen
 * @param actor {@code <issuer>#<subject>}
 * @param run workflow id of a run
 * @param kind sort of fact
 */
public record AuditFilter(
        @Nullable List<String> projects,
        @Nullable String actor,
        @Nullable String run,
        @Nullable String kind) {
    /** The whole log, also the hashes of entries that were forgotten. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null);

    public AuditFilter {
        projects = projects == null ? null : List.copyOf(projects);
    }
}
