package dev.slipway.store.node;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.JoinAnswer;
import dev.slipway.model.api.NodeApi.JoinRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Tokens that let one machine become one node; pool and datacenter are bound to the token, never to what a node says. */
public final class JoinTokens {
    /** Longest time a token is good for. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private JoinTokens() {}

    /**
     * Keeps the hash of a fresh token.
     *
     * @param tokenHash hash of the token; the token itself is never stored
     * @param validity more than zero, at most {@link #LONGEST}
     * @return when it expires
     * @throws SlipwayException VALIDATION_FAILED for a validity out of range, NOT_FOUND for an unknown pool
     */
    public static Instant create(
            Handle handle, String tokenHash, String nodePool, String datacenter, String createdBy, Duration validity) {
        if (validity.isNegative() || validity.isZero() || validity.compareTo(LONGEST) > 0) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "a join token is good for at most 10 minutes");
        }
        return handle.createQuery("""
                        insert into join_token (token_hash, node_pool, datacenter, expires_at, created_by)
                        select :tokenHash, name, :datacenter, now() + make_interval(secs => :seconds), :createdBy
                        from node_pool where name = :nodePool
                        returning expires_at""")
                .bind("tokenHash", tokenHash)
                .bind("datacenter", datacenter)
                .bind("seconds", validity.toMillis() / 1000.0)
                .bind("createdBy", createdBy)
                .bind("nodePool", nodePool)
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant)
                .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "there is no node pool " + nodePool));
    }

    /**
     * Uses a token up and creates the node. The same request again, with the same key, gets the same node, because its
     * answer may have been lost.
     *
     * @param tokenHash hash of the token of the request
     * @throws SlipwayException JOIN_TOKEN_REFUSED when the token is unknown, expired or used by another key
     */
    public static JoinAnswer use(Handle handle, String tokenHash, JoinRequest request) {
        TokenRow token = handle.createQuery("""
                        select node_pool, datacenter, used_by from join_token
                        where token_hash = :tokenHash and expires_at > now() for update""")
                .bind("tokenHash", tokenHash)
                .map(ConstructorMapper.of(TokenRow.class))
                .findOne()
                .orElseThrow(JoinTokens::refused);
        if (token.usedBy() != null) {
            return again(handle, token.usedBy(), request);
        }
        String nodeId = UUID.randomUUID().toString();
        handle.createUpdate("""
                        insert into node (id, name, node_pool, datacenter, public_key)
                        values (:id, :name, :nodePool, :datacenter, :publicKey)""")
                .bind("id", nodeId)
                .bind("name", request.name())
                .bind("nodePool", token.nodePool())
                .bind("datacenter", token.datacenter())
                .bind("publicKey", request.publicKey())
                .execute();
        handle.createUpdate("update join_token set used_at = now(), used_by = :id where token_hash = :tokenHash")
                .bind("id", nodeId)
                .bind("tokenHash", tokenHash)
                .execute();
        return new JoinAnswer(nodeId, token.nodePool(), token.datacenter());
    }

    private static JoinAnswer again(Handle handle, String nodeId, JoinRequest request) {
        Optional<JoinAnswer> known = handle.createQuery("""
                        select id node_id, node_pool, datacenter from node
                        where id = :id and public_key = :publicKey and name = :name""")
                .bind("id", nodeId)
                .bind("publicKey", request.publicKey())
                .bind("name", request.name())
                .map(ConstructorMapper.of(JoinAnswer.class))
                .findOne();
        return known.orElseThrow(JoinTokens::refused);
    }

    private static SlipwayException refused() {
        return new SlipwayException(
                ErrorCode.JOIN_TOKEN_REFUSED, "the join token is unknown, expired or was used before");
    }

    /** One row of {@code join_token}. */
    public record TokenRow(
            String nodePool, String datacenter, @Nullable String usedBy) {}
}
