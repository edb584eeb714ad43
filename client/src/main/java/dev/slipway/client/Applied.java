package dev.slipway.client;

import dev.slipway.model.api.Resource;

/** Outcome of an apply. */
public record Applied(Resource resource, Change change) {
    /** What it did. */
    public enum Change {
        CREATED,
        UPDATED,
        UNCHANGED
    }
}
