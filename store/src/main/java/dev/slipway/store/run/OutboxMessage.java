package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something to be told.
 *
 * @param attempts tries including the one the message was claimed for
 */
public record OutboxMessage(
        long id, String kind, String key, String target, JsonNode payload, int attempts, Instant createdAt) {}
