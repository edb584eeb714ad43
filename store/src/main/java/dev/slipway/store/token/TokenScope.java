package dev.slipway.store.token;

import dev.slipway.model.TokenPermission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token is good for, never more than its owner may do.
 *
 * @param groups the owner's groups it acts with
 * @param projects projects it is good for; null for all
 * @param permissions at least one
 */
public record TokenScope(List<String> groups, @Nullable List<String> projects, List<TokenPermission> permissions) {
    public TokenScope {
        groups = List.copyOf(groups);
        projects = projects == null ? null : List.copyOf(projects);
        permissions = List.copyOf(permissions);
        if (permissions.isEmpty()) {
            throw new IllegalArgumentException("a token without permissions is good for nothing");
        }
    }
}
