package dev.slipway.model.api;

import dev.slipway.model.TokenPermission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fresh own token; {@code token} is shown this once.
 *
 * @param token the whole credential, to be sent as bearer token
 * @param projects null for all the owner may see
 */
public record CreatedToken(
        String id,
        String name,
        String token,
        List<String> groups,
        @Nullable List<String> projects,
        List<TokenPermission> permissions,
        Instant expiresAt) {
    public CreatedToken {
        groups = List.copyOf(groups);
        projects = projects == null ? null : List.copyOf(projects);
        permissions = List.copyOf(permissions);
    }

    @Override
    public String toString() {
        return "CreatedToken[" + id + ", ***]";
    }
}
