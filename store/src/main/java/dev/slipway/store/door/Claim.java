package dev.slipway.store.door;

import dev.slipway.model.Digest;

/**
 * A request that must have its effect once.
 *
 * @param principal who asks
 * @param key the asker's {@code Idempotency-Key}
 * @param requestDigest digest of method, path and body
 */
public record Claim(String principal, String key, Digest requestDigest) {}
