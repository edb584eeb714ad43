package dev.slipway.cli.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunState;
import dev.slipway.model.RunTrigger;
import dev.slipway.model.StepState;
import dev.slipway.model.api.ActionView;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.ArtifactView;
import dev.slipway.model.api.DecisionView;
import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.EventView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StepView;
import dev.slipway.model.api.TaskStateView;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the API answers. */
public final class Records {
    public static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
    public static final Clock CLOCK = Clock.fixed(START.plusSeconds(90), ZoneOffset.UTC);
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    public static final String DIGEST = Digest.of("plan").value();

    private Records() {}

    public static RunView run(RunState state) {
        return run(state, "Add a page", null, null);
    }

    public static RunView run(RunState state, String subject, String failureCode, String failureMessage) {
        return new RunView(
                "run/shop/web/7",
                "shop",
                "web",
                7,
                1,
                state,
                "refs/heads/main",
                COMMIT,
                subject,
                false,
                "ci",
                RunTrigger.REQUEST,
                failureCode,
                failureMessage,
                state == RunState.WAITING ? "approval of production" : null,
                "http://127.0.0.1:7405/namespaces/default/workflows/run%2Fshop%2Fweb%2F7",
                START,
                START.plusSeconds(1),
                state.isFinal() ? START.plusSeconds(61) : null);
    }

    public static StepView step(String stage, String step, String item, StepState state) {
        return step(1, stage, step, item, state, null);
    }

    public static StepView step(int generation, String stage, String step, String item, StepState state, String error) {
        return new StepView(
                generation,
                stage,
                step,
                item,
                state,
                ModelJson.mapper().createObjectNode(),
                error == null ? null : "TASK_FAILED",
                error,
                null,
                state == StepState.SKIPPED ? null : START.plusSeconds(2),
                state.isFinal() ? START.plusSeconds(5) : null);
    }

    public static ApprovalView approval(String stage, boolean open) {
        return new ApprovalView(stage, DIGEST, 2, List.of("lena"), open);
    }

    public static DecisionView denied() {
        JsonNode reasons = ModelJson.read("""
                [{"engine": "external", "rule": "images.pinned", "message": "image web:latest has no digest",
                  "help": "write web@sha256:…"}]""", JsonNode.class);
        JsonNode none = ModelJson.mapper().createArrayNode();
        return new DecisionView("d-1", "production", "request", "admission", false, DIGEST, none, reasons, none, START);
    }

    public static ActionView action(String kind, String stage, String target) {
        return new ActionView("a-1", kind, stage, target, "dora", "looks good", START, START.plusSeconds(60), null);
    }

    public static DeploymentView deployment(DeploymentState state, int healthy) {
        return new DeploymentView(
                "shop/production/local/web",
                4,
                "deploy/shop/production/local/web/4",
                "run/shop/web/7",
                12,
                state,
                "rolling",
                "",
                null,
                3,
                3,
                healthy,
                0,
                START.plusSeconds(10),
                state.isFinal() ? START.plusSeconds(50) : null);
    }

    public static ArtifactView artifact() {
        return new ArtifactView("site", DIGEST, "slipway:" + DIGEST, 1536L, "tasks");
    }

    public static RunDetail detail(RunView run, List<StepView> steps) {
        return detail(run, steps, List.of());
    }

    public static RunDetail detail(RunView run, List<StepView> steps, List<ApprovalView> approvals) {
        return new RunDetail(run, steps, List.of(), approvals, List.of(), List.of(), List.of());
    }

    public static AllocationView allocation(String... tasks) {
        Map<String, TaskStateView> states = new HashMap<>();
        for (String task : tasks) {
            states.put(
                    task,
                    new TaskStateView(
                            "running",
                            false,
                            1,
                            null,
                            null,
                            false,
                            "10.77.0.2",
                            Map.of("http", 8080),
                            List.of(),
                            List.of(new TaskStateView.Event(START, "started", "pid 42")),
                            START,
                            null));
        }
        return new AllocationView(
                "al-1",
                "shop/production/local/web",
                "web",
                0,
                12,
                "n-1",
                AllocationDesired.RUN,
                AllocationState.RUNNING,
                true,
                states,
                START);
    }

    public static EventView event(long seq) {
        return new EventView(
                seq, "run.changed", "shop", "run/shop/web/7", ModelJson.mapper().createObjectNode(), START);
    }
}
