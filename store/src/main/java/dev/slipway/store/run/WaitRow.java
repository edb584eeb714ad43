package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wait on the outside.
 *
 * @param answer object with {@code outcome} and {@code text}; null while there is none
 */
public record WaitRow(
        String key,
        String workflowId,
        String kind,
        JsonNode detail,
        @Nullable JsonNode answer,
        @Nullable Instant expiresAt) {}
