package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;

/** A registered document: its kind (project, environment or pipeline), and the {@code spec} section of its file. */
public record DefinitionRow(String kind, String name, long revision, JsonNode spec) {}
