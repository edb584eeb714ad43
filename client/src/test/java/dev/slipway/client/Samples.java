package dev.slipway.client;

import dev.slipway.model.ModelJson;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.RunTrigger;
import dev.slipway.model.api.EventView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.RunView;
import java.time.Instant;
import java.util.List;

/** Payloads for tests. */
final class Samples {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private Samples() {}

    static RunView run(RunId id, String state) {
        return new RunView(
                id.workflowId(),
                id.project(),
                id.pipeline(),
                id.number(),
                1,
                RunState.of(state),
                "refs/heads/main",
                "a".repeat(40),
                "Add a page",
                false,
                "ci",
                RunTrigger.PUSH,
                null,
                null,
                null,
                null,
                NOW,
                NOW,
                null);
    }

    static RunDetail detail(RunId id, String state) {
        return new RunDetail(run(id, state), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    static EventView event(long seq) {
        return new EventView(
                seq, "run.started", "shop", "run/shop/web/1", ModelJson.mapper().createObjectNode(), NOW);
    }
}
