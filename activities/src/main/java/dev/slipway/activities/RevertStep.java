package dev.slipway.activities;

import dev.slipway.model.JobKey;
import dev.slipway.model.StepName;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.store.Database;
import dev.slipway.store.placement.Jobs;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Takes the jobs of a stage back to what they were before the run; the decision that let it in also lets it back. */
final class RevertStep {
    private final Database database;

    RevertStep(Database database) {
        this.database = database;
    }

    ConfigureResult revert(RunRef run, String stage, RequestResult request) {
        return database.inTransaction(handle -> {
            ResolvedRequest resolved = Stored.request(handle, run, stage, request);
            List<DeploymentInput> deployments = new ArrayList<>();
            List<String> left = new ArrayList<>();
            for (JobSpec job : resolved.jobs().reversed()) {
                Optional<DeploymentInput> back = back(handle, run, stage, resolved, job);
                back.ifPresentOrElse(deployments::add, () -> left.add(job.name()));
            }
            String text = left.isEmpty() ? "" : "no earlier version of " + String.join(", ", left);
            return new ConfigureResult(deployments, text);
        });
    }

    private static Optional<DeploymentInput> back(
            Handle handle, RunRef run, String stage, ResolvedRequest resolved, JobSpec job) {
        JobKey key = new JobKey(run.project(), resolved.environment(), job.region(), job.name());
        long version = resolved.base()
                .getOrDefault(key.text(), ResolvedRequest.Base.NONE)
                .stable();
        return Jobs.version(handle, key, version)
                .filter(earlier -> !earlier.digest().equals(job.digest()))
                .map(earlier -> {
                    String once = run.key(stage, StepName.RESPOND, "revert/" + job.name());
                    DeploymentInput forward =
                            ConfigureStep.register(handle, run, key, earlier, version, once, resolved.decisionId());
                    return new DeploymentInput(key.text(), forward.number(), false, forward.deadlineMillis());
                });
    }
}
