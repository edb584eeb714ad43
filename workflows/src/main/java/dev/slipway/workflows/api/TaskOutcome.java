package dev.slipway.workflows.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline task ended.
 *
 * @param done false while it still runs
 * @param succeeded whether it ended with exit code 0 and left what it promised
 * @param summary text for people, such as the number of tests
 */
public record TaskOutcome(
        boolean done, boolean succeeded, @Nullable String code, String summary, Map<String, String> artifacts) {
    public TaskOutcome {
        artifacts = artifacts == null ? Map.of() : Map.copyOf(artifacts);
    }
}
