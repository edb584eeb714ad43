package dev.slipway.store.token;

import java.time.Instant;

/**
 * A token as the door needs it; times are judged by the database.
 *
 * @param tokenHash hash of the whole credential
 * @param expired whether it was over when it was looked up
 * @param revoked whether somebody had ended it when it was looked up
 */
public record StoredToken(
        String id,
        String tokenHash,
        String name,
        TokenOwner owner,
        TokenScope scope,
        Instant expiresAt,
        boolean expired,
        boolean revoked) {}
