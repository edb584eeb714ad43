package dev.slipway.model.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One ordered fact.
 *
 * @param seq dense number, from 1
 * @param subject id of what it is about, such as a run id
 */
public record EventView(long seq, String type, @Nullable String project, String subject, JsonNode data, Instant at) {}
