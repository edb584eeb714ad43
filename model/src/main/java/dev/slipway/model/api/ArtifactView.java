package dev.slipway.model.api;

import org.jspecify.annotations.Nullable;

/** An artifact of a run. */
public record ArtifactView(
        String name, String digest, String uri, @Nullable Long size, String origin) {}
