package dev.slipway.model.api;

import java.time.Instant;

/** A job and where it stands. */
public record JobView(
        String key,
        String type,
        long desiredVersion,
        long stableVersion,
        boolean stopped,
        int running,
        int healthy,
        Instant updatedAt) {}
