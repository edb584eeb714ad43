package dev.slipway.activities;

import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.StepName;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.store.Database;
import dev.slipway.store.Waits;
import dev.slipway.store.placement.Jobs;
import dev.slipway.store.run.WaitRows;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.TaskOutcome;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Batch jobs that run once before a rollout, in the environment of the stage. */
final class BeforeStep {
    private final Database database;

    BeforeStep(Database database) {
        this.database = database;
    }

    String start(RunRef run, String stage, String job, RequestResult request) {
        String key = key(run, stage, job);
        database.useTransaction(handle -> {
            ResolvedRequest resolved = Stored.request(handle, run, stage, request);
            JobSpec spec = resolved.beforeJob(job);
            ConfigureStep.admit(handle, run, stage, resolved.decisionId());
            JobKey batch = new JobKey(run.project(), resolved.environment(), spec.region(), name(key));
            Waits.open(
                    handle,
                    key,
                    run.workflowId(),
                    "task",
                    ModelJson.mapper().createObjectNode().put("jobKey", batch.text()),
                    null,
                    null);
            Jobs.submitBatch(handle, batch, spec, key, run.workflowId());
        });
        return key;
    }

    TaskOutcome outcome(RunRef run, String stage, String job) {
        Optional<BatchEnd> end = database.jdbi().withHandle(handle -> BatchEnd.read(handle, key(run, stage, job)));
        return end.map(ended -> new TaskOutcome(
                        true, ended.complete(), ended.complete() ? null : ended.code(), ended.text(), Map.of()))
                .orElse(new TaskOutcome(false, false, null, "", Map.of()));
    }

    void stop(RunRef run, String stage, String job) {
        database.useTransaction(handle -> stop(handle, key(run, stage, job)));
    }

    private static void stop(Handle handle, String key) {
        handle.attach(WaitRows.class)
                .find(key)
                .map(wait -> wait.detail().path("jobKey").asText())
                .ifPresent(batch -> Jobs.stop(handle, JobKey.of(batch)));
    }

    private static String key(RunRef run, String stage, String job) {
        return run.key(stage, StepName.JOB, job);
    }

    private static String name(String key) {
        return "b-" + IdempotencyKey.shortHash(key);
    }
}
