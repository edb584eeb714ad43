package dev.slipway.workflows.api;

import org.jspecify.annotations.Nullable;

/** @param plan null when the stage has no module */
public record RequestInput(
        RunRef run, String stage, String tree, @Nullable PlanResult plan) {}
