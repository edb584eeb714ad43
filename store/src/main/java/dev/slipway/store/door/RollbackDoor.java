package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.UpdateSpec;
import dev.slipway.store.Events;
import dev.slipway.store.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rollouts people start by hand: a job goes to a version that was admitted before. */
public final class RollbackDoor {
    private static final Duration SLACK = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    /**
     * Starts the rollout of {@code version}.
     *
     * @param decisionId the allow it rides on
     * @param description for people
     * @return number of the deployment
     * @throws SlipwayException NOT_FOUND when there is no such job or version, CONFLICT when the version is running or a
     *     rollout is open
     */
    public long start(Handle handle, JobKey key, long version, String decisionId, String description) {
        return start(handle, key, version, decisionId, description, null);
    }

    /**
     * Takes the jobs a run rolled out back to what they were before, all or none.
     *
     * @param action signed; its stage limits which, {@code -} for all
     * @return ids of the deployment workflows
     * @throws SlipwayException TRANSITION_REFUSED when the run is not over, CONFLICT when there is nothing to go back to
     */
    public List<String> rollBack(Handle handle, SignedAction action) {
        RunStanding run = ActionDoor.lock(handle, action);
        if (!run.state().isFinal()) {
            throw new SlipwayException(ErrorCode.TRANSITION_REFUSED, "the run is not over; cancel it first");
        }
        String stage = action.stage().equals("-") ? null : action.stage();
        List<String> started = new ArrayList<>();
        for (ActionRows.Rolled rolled : handle.attach(ActionRows.class).rolledOut(run.id(), stage)) {
            if (rolled.previousVersion() > 0) {
                JobKey key = JobKey.of(rolled.jobKey());
                String why = "rolled back by " + action.principalName();
                long number = start(handle, key, rolled.previousVersion(), action.decisionId(), why, run.id());
                started.add(key.deploymentWorkflowId(number));
            }
        }
        if (started.isEmpty()) {
            throw new SlipwayException(ErrorCode.CONFLICT, "the run rolled nothing out that has an earlier version");
        }
        ActionDoor.insert(handle, run, action, true);
        return started;
    }

    private static long start(
            Handle handle, JobKey key, long version, String decisionId, String description, @Nullable String runId) {
        JobRows rows = handle.attach(JobRows.class);
        JobRows.Counter job = rows.nextDeployment(key.text())
                .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "no such job"));
        JsonNode spec = rows.spec(key.text(), version)
                .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "the job has no version " + version));
        if (job.desiredVersion() == version) {
            throw new SlipwayException(ErrorCode.CONFLICT, "version " + version + " is the one that runs");
        }
        String workflowId = key.deploymentWorkflowId(job.number());
        int inserted = rows.insertDeployment(
                key.text(), job.number(), workflowId, runId, version, job.desiredVersion(), decisionId, description);
        if (inserted == 0) {
            throw new SlipwayException(ErrorCode.CONFLICT, "a rollout of this job is open");
        }
        Outbox.add(handle, "start", "start/" + workflowId + "/1", workflowId, message(key, job.number(), spec));
        ObjectNode data =
                ModelJson.mapper().createObjectNode().put("version", version).put("description", description);
        Events.emit(handle, "deployment.created", key.project(), workflowId, data);
        return job.number();
    }

    private static ObjectNode message(JobKey key, long number, JsonNode spec) {
        JobSpec job = ModelJson.mapper().convertValue(spec, JobSpec.class);
        ObjectNode payload = ModelJson.mapper().createObjectNode().put("workflowType", "DeploymentWorkflow");
        payload.putObject("input")
                .put("jobKey", key.text())
                .put("number", number)
                .put("autoRevert", job.update().autoRevert())
                .put("deadlineMillis", deadline(job).toMillis());
        payload.putObject("searchAttributes")
                .put("Project", key.project())
                .put("Environment", key.environment())
                .put("Job", key.name());
        payload.put("summary", "roll " + key.name() + " back in " + key.environment());
        return payload;
    }

    // Each instance may take up to the progress deadline; the scheduler ends a rollout earlier when it sees no
    // progress.
    private static Duration deadline(JobSpec job) {
        UpdateSpec update = job.update();
        int instances = Math.max(
                1, job.groups().stream().mapToInt(group -> group.count()).sum());
        Duration whole = update.progressDeadline().multipliedBy(instances).plus(SLACK);
        return Optional.of(whole).filter(value -> value.compareTo(LONGEST) < 0).orElse(LONGEST);
    }
}
