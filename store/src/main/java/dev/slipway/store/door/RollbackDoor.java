package dev.slipway.store.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.UpdateSpec;
import dev.slipway.store.Events;
import dev.slipway.store.Outbox;
import dev.slipway.store.placement.Deployments;
import dev.slipway.store.placement.JobRow;
import dev.slipway.store.placement.Jobs;
import dev.slipway.store.placement.NewDeployment;
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
     * Starts the rollout of the version the action names as its target.
     *
     * @return id of the deployment's workflow
     * @throws SlipwayException NOT_FOUND when there is no such job or version, CONFLICT when the version is the one that
     *     runs, CONFIGURE_CONFLICT while a rollout is open
     */
    public String start(Handle handle, JobKey key, long version, SignedAction action) {
        String workflowId = start(handle, key, version, action, null);
        ActionDoor.store(handle, action);
        return workflowId;
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
                started.add(start(handle, key, rolled.previousVersion(), action, run.id()));
            }
        }
        if (started.isEmpty()) {
            throw new SlipwayException(ErrorCode.CONFLICT, "the run rolled nothing out that has an earlier version");
        }
        ActionDoor.insert(handle, run, action, true);
        return started;
    }

    private static String start(Handle handle, JobKey key, long version, SignedAction action, @Nullable String runId) {
        JobRow job = Jobs.find(handle, key).orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "no such job"));
        JobSpec spec = Jobs.version(handle, key, version)
                .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "the job has no version " + version));
        if (job.desiredVersion() == version && !job.stopped()) {
            throw new SlipwayException(ErrorCode.CONFLICT, "version " + version + " is the one that runs");
        }
        String runKey = "action/" + action.id() + "/" + key.text();
        long number = Deployments.create(handle, new NewDeployment(key, version, runId, runKey, action.decisionId()));
        String workflowId = key.deploymentWorkflowId(number);
        Outbox.add(handle, "start", "start/" + workflowId + "/1", workflowId, message(key, number, spec));
        ObjectNode data =
                ModelJson.mapper().createObjectNode().put("version", version).put("by", action.principalName());
        Events.emit(handle, "deployment.created", key.project(), workflowId, data);
        return workflowId;
    }

    private static ObjectNode message(JobKey key, long number, JobSpec job) {
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
