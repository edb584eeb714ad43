package dev.slipway.client;

import dev.slipway.model.RunId;
import org.jspecify.annotations.Nullable;

/** Which events to see; null stands for all. */
public record EventFilter(
        @Nullable String project, @Nullable String subject) {
    public static final EventFilter ALL = new EventFilter(null, null);

    public static EventFilter ofRun(RunId run) {
        return new EventFilter(run.project(), run.workflowId());
    }
}
