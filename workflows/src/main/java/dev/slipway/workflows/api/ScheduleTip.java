package dev.slipway.workflows.api;

import org.jspecify.annotations.Nullable;

/**
 * What a schedule that is due is about.
 *
 * @param ref default ref of the pipeline
 * @param commit its tip; null when nothing is to run
 * @param reason why nothing is to run; null when something is
 */
public record ScheduleTip(
        @Nullable String ref,
        @Nullable String commit,
        @Nullable String reason) {}
