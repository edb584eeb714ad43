package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.StepName;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.TaskStateView.Output;
import dev.slipway.model.files.PipelineTaskJob;
import dev.slipway.model.files.Values;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.OutputSpec;
import dev.slipway.store.Database;
import dev.slipway.store.Waits;
import dev.slipway.store.placement.Allocations;
import dev.slipway.store.placement.Jobs;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunArtifacts;
import dev.slipway.store.run.StepResults;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.TaskOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Step 3: a pipeline task is a batch job in the project's environment {@code build}. */
final class TaskSteps {
    private static final String BUILD = "build";

    private final Database database;
    private final RunContexts contexts;
    private final TestReports reports;

    TaskSteps(Database database, RunContexts contexts, TestReports reports) {
        this.database = database;
        this.contexts = contexts;
        this.reports = reports;
    }

    String start(RunRef run, String task, CommitResult commit) {
        RunContexts.Context context = contexts.of(run);
        JobKey job = job(run, task);
        JobSpec spec = PipelineTaskJob.of(
                        context.definition().pipeline().task(task),
                        job.name(),
                        context.definition().project().spec().build().nodePool(),
                        new Digest(commit.tree()),
                        Values.ofRun(run.workflowId(), commit.commit()))
                .orThrow(ErrorCode.PIPELINE_INVALID);
        String key = key(run, task);
        database.useTransaction(handle -> {
            ObjectNode detail = ModelJson.mapper().createObjectNode();
            detail.put("task", task).put("jobKey", job.text()).put("generation", run.generation());
            Waits.open(handle, key, run.workflowId(), "task", detail, null, null);
            Jobs.submitBatch(handle, job, spec, key, context.row().principal());
        });
        return key;
    }

    TaskOutcome outcome(RunRef run, String task) {
        return database.inTransaction(handle -> {
            Optional<BatchEnd> end = BatchEnd.read(handle, key(run, task));
            if (end.isEmpty()) {
                return new TaskOutcome(false, false, null, "", Map.of());
            }
            List<Output> outputs = Allocations.latest(handle, job(run, task))
                    .map(TaskSteps::outputs)
                    .orElse(List.of());
            String tests = reports.summary(outputs.stream()
                    .filter(output -> output.kind() == OutputSpec.Kind.REPORT)
                    .map(Output::digest)
                    .toList());
            if (!end.get().complete()) {
                String text = tests.isEmpty() ? end.get().text() : end.get().text() + "; " + tests;
                return new TaskOutcome(true, false, end.get().code(), text, Map.of());
            }
            return new TaskOutcome(
                    true, true, null, tests.isEmpty() ? "done" : tests, keep(handle, run, task, outputs));
        });
    }

    void stop(RunRef run, String task) {
        database.useTransaction(handle -> Jobs.stop(handle, job(run, task)));
    }

    private static Map<String, String> keep(Handle handle, RunRef run, String task, List<Output> outputs) {
        Map<String, String> artifacts = new LinkedHashMap<>();
        RunArtifacts rows = handle.attach(RunArtifacts.class);
        for (Output output : outputs) {
            boolean artifact = output.kind() == OutputSpec.Kind.ARTIFACT;
            String name = artifact ? output.name() : task + "/" + output.name();
            rows.put(
                    run.project(),
                    run.workflowId(),
                    new RunArtifact(
                            name,
                            output.digest(),
                            "artifact:" + output.digest(),
                            output.size(),
                            artifact ? "tasks" : "report"));
            if (artifact) {
                artifacts.put(output.name(), output.digest().value());
            }
        }
        handle.attach(StepResults.class)
                .put(
                        run.workflowId(),
                        "-",
                        StepName.TASKS,
                        task,
                        run.generation(),
                        ModelJson.mapper().valueToTree(artifacts));
        return artifacts;
    }

    private static List<Output> outputs(AllocationView allocation) {
        return allocation.tasks().values().stream()
                .flatMap(task -> task.outputs().stream())
                .toList();
    }

    private static String key(RunRef run, String task) {
        return run.key(null, StepName.TASKS, task);
    }

    private static JobKey job(RunRef run, String task) {
        return new JobKey(run.project(), BUILD, "local", "t-" + IdempotencyKey.shortHash(key(run, task)));
    }
}
