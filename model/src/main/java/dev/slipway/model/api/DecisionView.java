package dev.slipway.model.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A stored policy answer. */
public record DecisionView(
        String id,
        String stage,
        String step,
        String question,
        boolean allowed,
        String inputDigest,
        JsonNode engines,
        JsonNode reasons,
        JsonNode warnings,
        Instant decidedAt) {}
