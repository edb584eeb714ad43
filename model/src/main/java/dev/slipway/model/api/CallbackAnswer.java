package dev.slipway.model.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Answer of an external system to a hand-over.
 *
 * @param outcome {@code passed} or {@code failed}
 */
public record CallbackAnswer(String outcome, @Nullable JsonNode detail) {}
