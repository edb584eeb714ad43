package dev.slipway.model.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A registered object and the file it came from.
 *
 * @param kind Project, Environment or Pipeline
 * @param revision grows by one with each change; the ETag
 */
public record Resource(String kind, String name, long revision, JsonNode spec) {}
