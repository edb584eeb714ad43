package dev.slipway.store.token;

import org.jspecify.annotations.Nullable;

/**
 * Which tokens a list shows.
 *
 * @param principal {@code <issuer>#<subject>} of their owner; null for all owners
 * @param id only this one; null for all
 */
public record TokenFilter(
        @Nullable String principal, @Nullable String id) {}
