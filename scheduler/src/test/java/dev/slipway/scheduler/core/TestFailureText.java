package dev.slipway.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.store.placement.PlacedAllocation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TestFailureText {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void namesWhatEndedTheTask() {
        assertThat(text(Map.of("main", task(3, null, false, "ended; no restarts left"))))
                .isEqualTo("exit code 3");
        assertThat(text(Map.of("main", task(null, 9, true, "ended")))).isEqualTo("out of memory");
        assertThat(text(Map.of("main", task(null, 11, false, "ended")))).isEqualTo("ended by signal 11");
        assertThat(text(Map.of("main", task(null, 15, false, "TASK_TIMEOUT: ran longer than its limit of PT5S"))))
                .isEqualTo("timed out: ran longer than its limit of PT5S");
        assertThat(text(Map.of("main", task(0, null, false, "ARTIFACT_MISSING: artifact site"))))
                .isEqualTo("ARTIFACT_MISSING: artifact site");
        assertThat(text(Map.of("main", task(0, null, false, " ")))).isEqualTo("failed without a reason");
    }

    @Test
    void namesTheTaskWhenThereAreSeveral() {
        TaskStateView good =
                new TaskStateView("dead", false, 0, 0, null, false, null, Map.of(), List.of(), List.of(), null, NOW);
        assertThat(text(Map.of("good", good, "main", task(3, null, false, "ended"))))
                .isEqualTo("task main: exit code 3");
    }

    @Test
    void saysSoWhenNothingWasReported() {
        assertThat(text(Map.of())).isEqualTo("no reason was reported");
    }

    private static TaskStateView task(Integer exit, Integer signal, boolean oom, String message) {
        List<TaskStateView.Event> events = List.of(new TaskStateView.Event(NOW, "failed", message));
        return new TaskStateView("dead", true, 0, exit, signal, oom, null, Map.of(), List.of(), events, NOW, NOW);
    }

    private static String text(Map<String, TaskStateView> tasks) {
        return FailureText.of(new PlacedAllocation(
                new UUID(0, 1),
                "main",
                0,
                1,
                null,
                "node",
                AllocationDesired.RUN,
                AllocationState.FAILED,
                false,
                0,
                100,
                1,
                NOW,
                NOW,
                ModelJson.write(tasks)));
    }
}
