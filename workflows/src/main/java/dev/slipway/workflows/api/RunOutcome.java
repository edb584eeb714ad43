package dev.slipway.workflows.api;

import dev.slipway.model.RunState;
import org.jspecify.annotations.Nullable;

/** What the last step tells everybody. */
public record RunOutcome(
        RunState state,
        @Nullable String code,
        @Nullable String message,
        @Nullable String stage,
        @Nullable String step) {}
