package dev.slipway.workflows.api;

import dev.slipway.model.RunState;
import org.jspecify.annotations.Nullable;

/** How an execution ended. */
public record RunResult(
        RunState state, @Nullable String code, @Nullable String message) {}
