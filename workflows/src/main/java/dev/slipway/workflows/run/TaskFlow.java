package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.Inbox;
import dev.slipway.workflows.PollBack;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.PipelinePlan.TaskPlan;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.TaskOutcome;
import dev.slipway.workflows.progress.Progress;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Step 3: pipeline tasks in the order of their needs, as many at once as are ready. */
final class TaskFlow {
    /** Added to a task's own time-out: placement, fetching, upload. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final RunRef run;
    private final RunActivities activities;
    private final Inbox inbox;
    private final Progress progress = Progress.current();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Set<String> finished = new LinkedHashSet<>();
    private final Set<String> failed = new LinkedHashSet<>();
    private PollBack poll = new PollBack();

    TaskFlow(RunRef run, RunActivities activities, Inbox inbox) {
        this.run = run;
        this.activities = activities;
        this.inbox = inbox;
    }

    /**
     * Runs every task that is not among {@code done}.
     *
     * @param done names of tasks that succeeded in an earlier generation
     */
    void execute(CommitResult commit, Set<String> done) {
        finished.addAll(done);
        done.forEach(task -> progress.item(
                null, StepName.TASKS, task, StepState.SKIPPED, Map.of("text", "kept from an earlier try")));
        List<TaskPlan> waiting = new ArrayList<>(commit.plan().tasks());
        waiting.removeIf(task -> finished.contains(task.name()));
        try {
            while (!waiting.isEmpty() || !running.isEmpty()) {
                startReady(waiting, commit);
                if (running.isEmpty()) {
                    throw StepFailure.of(null, StepName.TASKS, ErrorCode.PIPELINE_INVALID, "tasks wait for each other");
                }
                boolean hinted = Workflow.await(pause(), this::anyHint);
                collect(hinted);
            }
        } finally {
            // Reached with tasks still running only when one failed or the run is cancelled.
            Workflow.newDetachedCancellationScope(
                            () -> List.copyOf(running.keySet()).forEach(this::stop))
                    .run();
        }
    }

    private void startReady(List<TaskPlan> waiting, CommitResult commit) {
        for (TaskPlan task : List.copyOf(waiting)) {
            if (finished.containsAll(task.needs())) {
                waiting.remove(task);
                progress.item(null, StepName.TASKS, task.name(), StepState.RUNNING, Map.of());
                long end = Workflow.currentTimeMillis() + task.timeoutMillis() + MARGIN.toMillis();
                // Known before the call, so that a cancel during it stops what may have been started.
                running.put(task.name(), new Running("", end));
                String key = activities.startTask(run, task.name(), commit);
                inbox.expect(key);
                running.put(task.name(), new Running(key, end));
                poll = new PollBack();
            }
        }
    }

    private boolean anyHint() {
        return running.values().stream().anyMatch(task -> inbox.has(task.key()));
    }

    private Duration pause() {
        long now = Workflow.currentTimeMillis();
        long left = running.values().stream()
                .mapToLong(task -> task.endMillis() + 1 - now)
                .min()
                .orElse(1);
        return poll.next(Duration.ofMillis(Math.max(1, left)));
    }

    /** After a hint only the task it is about is looked at; without one, each. */
    private void collect(boolean hinted) {
        for (Map.Entry<String, Running> entry : List.copyOf(running.entrySet())) {
            if (inbox.take(entry.getValue().key()) || !hinted) {
                look(entry.getKey(), entry.getValue());
            }
        }
    }

    private void look(String task, Running state) {
        TaskOutcome outcome = activities.taskOutcome(run, task);
        if (outcome.done()) {
            if (!outcome.succeeded()) {
                fail(task, outcome.code() == null ? ErrorCode.TASK_FAILED.name() : outcome.code(), outcome.summary());
            }
            running.remove(task);
            finished.add(task);
            progress.item(null, StepName.TASKS, task, StepState.SUCCEEDED, Map.of("text", outcome.summary()));
        } else if (Workflow.currentTimeMillis() > state.endMillis()) {
            fail(task, ErrorCode.TASK_TIMEOUT.name(), "did not end in time");
        }
    }

    private void fail(String task, String code, String text) {
        failed.add(task);
        progress.item(null, StepName.TASKS, task, StepState.FAILED, Map.of("text", text));
        throw new StepFailure(null, StepName.TASKS, code, "task " + task + ": " + text);
    }

    private void stop(String task) {
        activities.stopTask(run, task);
        if (!failed.contains(task)) {
            progress.item(null, StepName.TASKS, task, StepState.CANCELLED, Map.of());
        }
    }

    private record Running(String key, long endMillis) {}
}
