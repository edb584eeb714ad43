package dev.slipway.store.infra;

import java.time.Instant;

/**
 * A checked state token: who may read, lock and write which state.
 *
 * @param address the only state the token opens
 * @param owner who works on it; holds the lock
 * @param expiresAt end of the token; of two tokens of one owner the later one is the successor's
 */
public record StateAccess(StateAddress address, String owner, Instant expiresAt) {}
