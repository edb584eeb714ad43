package dev.slipway.workflows.testing;

import dev.slipway.model.ErrorCode;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.PipelinePlan;
import dev.slipway.workflows.api.PipelinePlan.HandOverPlan;
import dev.slipway.workflows.api.PipelinePlan.JobPlan;
import dev.slipway.workflows.api.PipelinePlan.StagePlan;
import dev.slipway.workflows.api.PipelinePlan.TaskPlan;
import dev.slipway.workflows.api.PlanResult;
import dev.slipway.workflows.api.RunOutcome;
import dev.slipway.workflows.api.TaskOutcome;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the outside of a workflow looks like, set by tests, and what was done to it. Thread-safe. */
public final class World {
    /** Every effect in order, such as {@code lock staging lock-1}. */
    public final List<String> effects = new CopyOnWriteArrayList<>();

    /** Answers to waits by key. */
    public final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** Outcomes of tasks by name; those absent are still running. */
    public final Map<String, TaskOutcome> tasks = new ConcurrentHashMap<>();

    /** Verdicts about actions by id; those absent are forged. */
    public final Map<String, ActionVerdict> actions = new ConcurrentHashMap<>();

    /** Approval states by digest; those absent are open. */
    public final Map<String, ApprovalState> approvals = new ConcurrentHashMap<>();

    /** Answers given by themselves: prefix of the wait's key to outcome, as soon as the wait opens. */
    public final Map<String, String> automatic = new ConcurrentHashMap<>();

    /** Failures by activity name, thrown as long as they are there. */
    public final Map<String, ErrorCode> failures = new ConcurrentHashMap<>();

    /** Steps an earlier generation left. */
    public final Set<String> results = new LinkedHashSet<>();

    public final List<RunOutcome> outcomes = new CopyOnWriteArrayList<>();
    public final List<String> strangers = new CopyOnWriteArrayList<>();
    public volatile boolean lockFree = true;
    public volatile boolean hasStableVersion = true;
    public volatile boolean fresh = true;
    public volatile String digest = "digest-1";
    public volatile PlanResult plan = new PlanResult("plan", "sha256:p", true, 0, 0, 0);
    private List<TaskPlan> taskPlans = List.of();
    private final List<StagePlan> stages = new ArrayList<>();

    public World tasks(TaskPlan... plans) {
        taskPlans = List.of(plans);
        return this;
    }

    public World stage(String name, long approvalMillis, HandOverPlan... handOvers) {
        stages.add(new StagePlan(
                name, name, List.of(), List.of(new JobPlan("web")), List.of(), approvalMillis, List.of(handOvers)));
        return this;
    }

    public World stage(StagePlan plan) {
        stages.add(plan);
        return this;
    }

    PipelinePlan pipeline() {
        return new PipelinePlan("sha256:pipeline", taskPlans, stages);
    }

    void effect(String activity, String text) {
        effects.add((activity + " " + text).strip());
        ErrorCode failure = failures.get(activity);
        if (failure != null) {
            throw failure.retryable()
                    ? ApplicationFailure.newFailure(activity + " failed", failure.name())
                    : ApplicationFailure.newNonRetryableFailure(activity + " failed", failure.name());
        }
    }

    void opened(String key) {
        automatic.forEach((prefix, outcome) -> {
            if (key.startsWith(prefix)) {
                answers.putIfAbsent(key, new Answer(true, outcome, ""));
            }
        });
    }

    /** Effects whose text starts so. */
    public List<String> effects(String prefix) {
        return effects.stream().filter(effect -> effect.startsWith(prefix)).toList();
    }

    /** Effects counted by text. */
    public Map<String, Integer> counted() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        effects.forEach(effect -> counts.merge(effect, 1, Integer::sum));
        return counts;
    }
}
