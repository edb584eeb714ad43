package dev.slipway.workflows.api;

import dev.slipway.model.DeploymentState;
import org.jspecify.annotations.Nullable;

/**
 * @param state final state
 * @param code error code name when not successful
 * @param revertedTo version that was restored, null when none was
 */
public record DeploymentResult(
        DeploymentState state,
        @Nullable String code,
        String description,
        @Nullable Long revertedTo) {}
