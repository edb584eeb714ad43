package dev.slipway.model.api;

import dev.slipway.model.TokenPermission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An own token as its owner and operators see it, without its secret.
 *
 * @param owner {@code <issuer>#<subject>} of who made it and as whom it acts
 * @param projects null for all the owner may see
 * @param state {@code active}, {@code expired} or {@code revoked}
 * @param lastUsedAt to the minute; null when it was never used
 */
public record TokenView(
        String id,
        String name,
        String owner,
        String ownerName,
        List<String> groups,
        @Nullable List<String> projects,
        List<TokenPermission> permissions,
        String state,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {
    public TokenView {
        groups = List.copyOf(groups);
        projects = projects == null ? null : List.copyOf(projects);
        permissions = List.copyOf(permissions);
    }
}
