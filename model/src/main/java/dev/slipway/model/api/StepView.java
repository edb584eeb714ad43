package dev.slipway.model.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A step of a run; stage and item are {@code -} where they do not apply. */
public record StepView(
        int generation,
        String stage,
        String step,
        String item,
        StepState state,
        JsonNode detail,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable String lastError,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {}
