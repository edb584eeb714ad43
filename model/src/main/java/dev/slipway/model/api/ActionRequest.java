package dev.slipway.model.api;

import org.jspecify.annotations.Nullable;

/**
 * What a person asks of a run.
 *
 * @param kind approve, reject, cancel, retry, rollback, pause, resume, promote or skip
 * @param stage stage it concerns; null for the run
 * @param target for approve the digest the approval is bound to; for retry the step to start from
 * @param reason free text, at most 1,000 characters
 */
public record ActionRequest(
        String kind,
        @Nullable String stage,
        @Nullable String target,
        @Nullable String reason) {}
