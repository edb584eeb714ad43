package dev.slipway.store.door;

import org.jspecify.annotations.Nullable;

/**
 * Where a retry begins.
 *
 * @param stage null before the first stage
 * @param step null for the beginning
 */
public record RestartPoint(@Nullable String stage, @Nullable String step) {}
