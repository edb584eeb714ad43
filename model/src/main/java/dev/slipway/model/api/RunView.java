package dev.slipway.model.api;

import dev.slipway.model.RunState;
import dev.slipway.model.RunTrigger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as lists show it; {@code waitingFor} is text for people. */
public record RunView(
        String id,
        String project,
        String pipeline,
        long number,
        int generation,
        RunState state,
        String ref,
        String commit,
        String commitSubject,
        boolean dryRun,
        String principalName,
        RunTrigger trigger,
        @Nullable String failureCode,
        @Nullable String failureMessage,
        @Nullable String waitingFor,
        @Nullable String temporalUrl,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {}
