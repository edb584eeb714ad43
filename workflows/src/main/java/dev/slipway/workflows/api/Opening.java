package dev.slipway.workflows.api;

import org.jspecify.annotations.Nullable;

/**
 * A rollout has begun.
 *
 * @param key key of the wait for its end
 * @param answer the answer when it came at once; null when it is still to come
 */
public record Opening(String key, @Nullable Answer answer) {}
