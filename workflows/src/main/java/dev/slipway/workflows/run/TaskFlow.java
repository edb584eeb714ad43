package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.Inbox;
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

    private static final Duration POLL = Duration.ofSeconds(15);

    private final RunRef run;
    private final RunActivities activities;
    private final Inbox inbox;
    private final Progress progress = Progress.current();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Set<String> finished = new LinkedHashSet<>();

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
                Workflow.await(POLL, () -> running.values().stream().anyMatch(task -> inbox.has(task.key())));
                collect();
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
                String key = activities.startTask(run, task.name(), commit);
                long end = Workflow.currentTimeMillis() + task.timeoutMillis() + MARGIN.toMillis();
                running.put(task.name(), new Running(key, end));
            }
        }
    }

    private void collect() {
        for (Map.Entry<String, Running> entry : List.copyOf(running.entrySet())) {
            String task = entry.getKey();
            inbox.take(entry.getValue().key());
            TaskOutcome outcome = activities.taskOutcome(run, task);
            if (outcome.done() && outcome.succeeded()) {
                running.remove(task);
                finished.add(task);
                progress.item(null, StepName.TASKS, task, StepState.SUCCEEDED, Map.of("text", outcome.summary()));
            } else if (outcome.done()) {
                running.remove(task);
                fail(task, outcome.code() == null ? ErrorCode.TASK_FAILED.name() : outcome.code(), outcome.summary());
            } else if (Workflow.currentTimeMillis() > entry.getValue().endMillis()) {
                fail(task, ErrorCode.TASK_TIMEOUT.name(), "did not end in time");
            }
        }
    }

    private void fail(String task, String code, String text) {
        progress.item(null, StepName.TASKS, task, StepState.FAILED, Map.of("text", text));
        throw new StepFailure(null, StepName.TASKS, code, "task " + task + ": " + text);
    }

    private void stop(String task) {
        activities.stopTask(run, task);
        progress.item(null, StepName.TASKS, task, StepState.CANCELLED, Map.of());
    }

    private record Running(String key, long endMillis) {}
}
