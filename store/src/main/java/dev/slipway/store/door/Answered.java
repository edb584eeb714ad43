package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The answer a request got, as it is repeated.
 *
 * @param status HTTP status
 * @param body JSON body
 * @param location address of what was made, null when there is none
 */
public record Answered(int status, JsonNode body, @Nullable String location) {}
