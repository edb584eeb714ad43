package dev.slipway.store.token;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.TokenPermission;
import dev.slipway.model.api.TokenView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of {@code api_token}, with the database's judgement of its times. */
public record TokenRow(
        String id,
        String tokenHash,
        String name,
        String issuer,
        String subject,
        String ownerName,
        JsonNode groups,
        @Nullable JsonNode projects,
        JsonNode permissions,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        boolean expired) {
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<TokenPermission>> PERMISSIONS = new TypeReference<>() {};

    StoredToken stored() {
        TokenScope scope = new TokenScope(texts(groups), projectNames(), permissionList());
        TokenOwner owner = new TokenOwner(issuer, subject, ownerName);
        return new StoredToken(id, tokenHash, name, owner, scope, expiresAt, expired, revokedAt != null);
    }

    TokenView view() {
        return new TokenView(
                id,
                name,
                issuer + "#" + subject,
                ownerName,
                texts(groups),
                projectNames(),
                permissionList(),
                revokedAt != null ? "revoked" : expired ? "expired" : "active",
                createdAt,
                expiresAt,
                lastUsedAt,
                revokedAt);
    }

    private @Nullable List<String> projectNames() {
        return projects == null ? null : texts(projects);
    }

    private List<TokenPermission> permissionList() {
        return ModelJson.mapper().convertValue(permissions, PERMISSIONS);
    }

    private static List<String> texts(JsonNode array) {
        return ModelJson.mapper().convertValue(array, TEXTS);
    }
}
