package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunState;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.Inbox;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.Stubs;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.Fact;
import dev.slipway.workflows.api.PipelinePlan.StagePlan;
import dev.slipway.workflows.api.PipelinePlan.TaskPlan;
import dev.slipway.workflows.api.PipelineRunWorkflow;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.RunContext;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunOutcome;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.RunResult;
import dev.slipway.workflows.api.SearchKeys;
import dev.slipway.workflows.progress.Progress;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The eight steps, in their order. */
public final class PipelineRun implements PipelineRunWorkflow {
    private final Inbox inbox = new Inbox();
    private final RunActivities activities = Stubs.run();
    private @Nullable String cancelledBy;
    private boolean over;

    @Override
    public RunResult run(RunInput input) {
        RunRef run = input.ref();
        Progress.current().generation(input.generation());
        CancellationScope steps = Workflow.newCancellationScope(() -> steps(input, run));
        Async.procedure(() -> watchActions(run, steps));
        RunOutcome outcome = guarded(steps);
        over = true;
        Workflow.newDetachedCancellationScope(() -> respond(run, outcome)).run();
        Workflow.await(Workflow::isEveryHandlerFinished);
        return new RunResult(outcome.state(), outcome.code(), outcome.message());
    }

    @Override
    public void fact(Fact fact) {
        inbox.add(fact);
    }

    @Override
    public String act(String actionId) {
        inbox.action(actionId);
        return actionId;
    }

    @Override
    public void validateAct(String actionId) {
        if (over) {
            throw new IllegalStateException("the run is over");
        }
        if (actionId.length() > 64) {
            throw new IllegalArgumentException("not an action id");
        }
    }

    private RunOutcome guarded(CancellationScope steps) {
        try {
            steps.run();
            return new RunOutcome(RunState.SUCCEEDED, null, null, null, null);
        } catch (StepFailure e) {
            Progress.current().failed(e.stage(), e.step(), StepState.FAILED, e.code(), e.text());
            return new RunOutcome(
                    RunState.FAILED, e.code(), e.text(), e.stage(), e.step().text());
        } catch (CanceledFailure e) {
            String who = cancelledBy == null ? "cancelled" : "cancelled by " + cancelledBy;
            return new RunOutcome(RunState.CANCELLED, ErrorCode.CANCELLED.name(), who, null, null);
        } catch (ActivityFailure e) {
            if (e.getCause() instanceof CanceledFailure) {
                return new RunOutcome(RunState.CANCELLED, ErrorCode.CANCELLED.name(), "cancelled", null, null);
            }
            StepFailure failure = StepFailure.of(null, StepName.RESPOND, e);
            return new RunOutcome(RunState.FAILED, failure.code(), failure.text(), null, null);
        }
    }

    private void steps(RunInput input, RunRef run) {
        Progress progress = Progress.current();
        progress.step(null, StepName.COMMIT, StepState.RUNNING);
        RunContext context = activities.begin(input);
        CommitResult commit = commit(run, context);
        describe(commit);
        step(StepName.VERIFY, () -> activities.verify(run, commit));
        tasks(run, context, commit);
        boolean skipping = input.fromStage() != null;
        for (StagePlan stage : commit.plan().stages()) {
            skipping = skipping && !stage.name().equals(input.fromStage());
            if (skipping) {
                progress.step(
                        stage.name(), StepName.REQUEST, StepState.SKIPPED, Map.of("text", "done in an earlier try"));
            } else {
                new StageFlow(run, stage, commit, activities, inbox).execute();
            }
        }
    }

    private CommitResult commit(RunRef run, RunContext context) {
        CommitResult kept = context.commitResult();
        if (kept != null) {
            Progress.current()
                    .step(null, StepName.COMMIT, StepState.SKIPPED, Map.of("text", "kept from an earlier try"));
            return kept;
        }
        try {
            CommitResult commit = Stubs.source("fetch " + context.commit().substring(0, 12))
                    .commit(run, context.ref(), context.commit());
            Progress.current().step(null, StepName.COMMIT, StepState.SUCCEEDED, Map.of("text", commit.subject()));
            return commit;
        } catch (ActivityFailure e) {
            throw failure(StepName.COMMIT, e);
        }
    }

    private void tasks(RunRef run, RunContext context, CommitResult commit) {
        Progress progress = Progress.current();
        Set<String> done = commit.plan().tasks().stream()
                .map(TaskPlan::name)
                .filter(task -> context.results().contains("-/tasks/" + task))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (commit.plan().tasks().isEmpty() || run.dryRun()) {
            String why = run.dryRun() ? "dry run: tasks are not run" : "the pipeline has no tasks";
            progress.step(null, StepName.TASKS, StepState.SKIPPED, Map.of("text", why));
            return;
        }
        step(StepName.TASKS, () -> new TaskFlow(run, activities, inbox).execute(commit, done));
    }

    private void step(StepName step, Runnable body) {
        Progress.current().step(null, step, StepState.RUNNING);
        Workflow.setCurrentDetails(step.text());
        try {
            body.run();
        } catch (ActivityFailure e) {
            throw failure(step, e);
        }
        Progress.current().step(null, step, StepState.SUCCEEDED);
    }

    private static RuntimeException failure(StepName step, ActivityFailure e) {
        return e.getCause() instanceof CanceledFailure cancelled ? cancelled : StepFailure.of(null, step, e);
    }

    private void describe(CommitResult commit) {
        Workflow.setCurrentDetails(commit.subject());
        Workflow.upsertTypedSearchAttributes(SearchKeys.STATUS.valueSet(RunState.RUNNING.text()));
    }

    private void respond(RunRef run, RunOutcome outcome) {
        Workflow.setCurrentDetails(outcome.state().text()
                + (outcome.message() == null ? "" : ": " + outcome.code() + " " + outcome.message()));
        Workflow.upsertTypedSearchAttributes(
                SearchKeys.STATUS.valueSet(outcome.state().text()));
        Progress.current().step(null, StepName.RESPOND, StepState.SUCCEEDED);
        activities.finish(run, outcome);
    }

    private void watchActions(RunRef run, CancellationScope steps) {
        while (!over) {
            Workflow.await(() -> inbox.hasActions() || over);
            while (inbox.hasActions()) {
                apply(activities.useAction(run, inbox.nextAction()), steps, run);
            }
        }
    }

    private void apply(ActionVerdict verdict, CancellationScope steps, RunRef run) {
        if (!verdict.valid()) {
            return;
        }
        switch (verdict.kind()) {
            case "cancel" -> {
                cancelledBy = verdict.principalName() + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason());
                steps.cancel(cancelledBy);
            }
            case "approve", "reject" -> inbox.add(new Fact(run.key(verdict.stage(), StepName.REQUEST, "approval")));
            default -> {
                // Kinds without a meaning for a run were refused by useAction.
            }
        }
    }
}
