package dev.slipway.client;

import dev.slipway.model.RunState;
import org.jspecify.annotations.Nullable;

/** Which runs to list; null stands for all. */
public record RunFilter(
        @Nullable String project,
        @Nullable String pipeline,
        @Nullable RunState state) {
    public static final RunFilter ALL = new RunFilter(null, null, null);

    public static RunFilter ofPipeline(String project, String pipeline) {
        return new RunFilter(project, pipeline, null);
    }
}
