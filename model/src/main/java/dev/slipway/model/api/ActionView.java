package dev.slipway.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored and signed action. */
public record ActionView(
        String id,
        String kind,
        String stage,
        String target,
        String principalName,
        String reason,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant usedAt) {}
