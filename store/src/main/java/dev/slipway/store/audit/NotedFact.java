package dev.slipway.store.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A fact that has no place in the log yet.
 *
 * @param id of the intake row
 * @param at when it was noted
 * @param kind sort of fact
 * @param fact the rest of the entry
 */
public record NotedFact(long id, Instant at, String kind, JsonNode fact) {}
