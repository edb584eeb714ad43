package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunState;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.ForeignMessages;
import dev.slipway.workflows.Inbox;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.Stubs;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The eight steps, in their order. */
public final class PipelineRun implements PipelineRunWorkflow {
    private static final int SHORT_COMMIT = 12;
    private static final int LONGEST_ID = 64;

    private final Inbox inbox = new Inbox();
    private final RunActivities activities = Stubs.run();
    private boolean over;

    @Override
    public RunResult run(RunInput input) {
        RunRef run = input.ref();
        ForeignMessages.recordIn(inbox);
        Progress.current().generation(input.generation());
        CancellationScope steps = Workflow.newCancellationScope(() -> steps(input, run));
        ActionWatch watch = new ActionWatch(run, activities, inbox, steps);
        Async.procedure(watch::watch);
        RunOutcome outcome = guarded(steps, watch);
        watch.end();
        over = true;
        Workflow.newDetachedCancellationScope(() -> {
                    respond(run, outcome);
                    Workflow.await(Workflow::isEveryHandlerFinished);
                })
                .run();
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
        if (actionId == null || actionId.isEmpty() || actionId.length() > LONGEST_ID) {
            throw new IllegalArgumentException("not an action id");
        }
    }

    private RunOutcome guarded(CancellationScope steps, ActionWatch watch) {
        try {
            steps.run();
            return new RunOutcome(RunState.SUCCEEDED, null, null, null, null);
        } catch (StepFailure e) {
            return ended(e);
        } catch (CanceledFailure e) {
            return cancelled(watch.cancelledBy());
        } catch (ActivityFailure e) {
            if (e.getCause() instanceof CanceledFailure) {
                return cancelled(watch.cancelledBy());
            }
            return ended(StepFailure.of(null, StepName.COMMIT, e));
        }
    }

    private static RunOutcome ended(StepFailure e) {
        // A push the pipeline does not want is no failure.
        boolean cancelled =
                e.code().equals(ErrorCode.CANCELLED.name()) || e.code().equals(ErrorCode.NOT_TRIGGERED.name());
        StepState state = cancelled ? StepState.CANCELLED : StepState.FAILED;
        Progress.current().failed(e.stage(), e.step(), state, e.code(), e.text());
        return new RunOutcome(
                cancelled ? RunState.CANCELLED : RunState.FAILED,
                e.code(),
                e.text(),
                e.stage(),
                e.step().text());
    }

    private static RunOutcome cancelled(@Nullable String by) {
        String text = by == null ? "cancelled" : "cancelled by " + by;
        return new RunOutcome(RunState.CANCELLED, ErrorCode.CANCELLED.name(), text, null, null);
    }

    private void steps(RunInput input, RunRef run) {
        Progress.current().step(null, StepName.COMMIT, StepState.RUNNING);
        RunContext context = activities.begin(input);
        CommitResult commit = commit(run, context);
        Workflow.setCurrentDetails(commit.subject());
        step(StepName.VERIFY, () -> activities.verify(run, commit));
        tasks(run, context, commit);
        stages(input, run, commit);
    }

    private CommitResult commit(RunRef run, RunContext context) {
        CommitResult known = context.commitResult();
        if (known != null) {
            Progress.current().step(null, StepName.COMMIT, StepState.SUCCEEDED, Map.of("text", known.subject()));
            return known;
        }
        String commit = context.commit();
        String shown = commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
        try {
            CommitResult fetched = Stubs.source("fetch " + shown).commit(run, context.ref(), commit);
            Progress.current().step(null, StepName.COMMIT, StepState.SUCCEEDED, Map.of("text", fetched.subject()));
            return fetched;
        } catch (ActivityFailure e) {
            throw failure(StepName.COMMIT, e);
        }
    }

    private void tasks(RunRef run, RunContext context, CommitResult commit) {
        Set<String> done = commit.plan().tasks().stream()
                .map(TaskPlan::name)
                .filter(task -> context.results().contains("-/tasks/" + task))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (commit.plan().tasks().isEmpty() || run.dryRun()) {
            String why = run.dryRun() ? "dry run: tasks are not run" : "the pipeline has no tasks";
            Progress.current().step(null, StepName.TASKS, StepState.SKIPPED, Map.of("text", why));
            return;
        }
        step(StepName.TASKS, () -> new TaskFlow(run, activities, inbox).execute(commit, done));
    }

    private void stages(RunInput input, RunRef run, CommitResult commit) {
        List<StagePlan> stages = commit.plan().stages();
        boolean skipping = stages.stream().anyMatch(stage -> stage.name().equals(input.fromStage()));
        for (StagePlan stage : stages) {
            skipping = skipping && !stage.name().equals(input.fromStage());
            if (skipping) {
                Progress.current()
                        .step(
                                stage.name(),
                                StepName.REQUEST,
                                StepState.SKIPPED,
                                Map.of("text", "done in an earlier try"));
            } else {
                boolean last = stage.equals(stages.getLast());
                new StageFlow(new StageScope(run, stage, commit, activities, inbox), last).execute();
            }
        }
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

    private void respond(RunRef run, RunOutcome outcome) {
        Workflow.setCurrentDetails(outcome.state().text()
                + (outcome.message() == null ? "" : ": " + outcome.code() + " " + outcome.message()));
        Workflow.upsertTypedSearchAttributes(
                SearchKeys.STATUS.valueSet(outcome.state().text()));
        Progress.current().closeOpen(StepState.CANCELLED);
        Progress.current().step(null, StepName.RESPOND, StepState.RUNNING);
        Progress.current().step(null, StepName.RESPOND, StepState.SUCCEEDED);
        activities.finish(run, outcome);
    }
}
