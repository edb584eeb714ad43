package dev.slipway.store.placement;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.Waits;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Rollouts. Nothing else writes a deployment's state, phase and target or the version a job desires; the scheduler only
 * writes its counters, its progress deadline and, while it is open, its description. Every function runs in the caller's
 * transaction and, repeated, changes nothing and returns the same.
 *
 * <p>What a job runs after a rollout: a successful one makes its version desired and stable. A failed or cancelled one
 * leaves the desired version as it was, so lost or failed instances come back as the last stable version, while running
 * instances of the failed version are left alone until a revert, the next rollout or a stop of the job: somebody may want
 * to look at them. A job that never had a stable version desires nothing, so what its first rollout left is stopped.
 */
public final class Deployments {
    private static final String COLUMNS = """
            select job_key, number, workflow_id, run_id, version, previous_version, target_version, state, phase, wait_key,
                description, reverted_to, desired_total, placed, healthy, unhealthy, created_at, finished_at
            from deployment
            """;

    private Deployments() {}

    /**
     * Registers a rollout; it does not begin before {@link #open}.
     *
     * @return its number, the same for the same {@code runKey}
     * @throws SlipwayException NOT_FOUND for an unknown job or version, CONFIGURE_CONFLICT while another rollout of the
     *     job is open
     */
    public static long create(Handle handle, NewDeployment asked) {
        Optional<Long> known = numberOf(handle, asked.runKey());
        if (known.isPresent()) {
            return known.get();
        }
        JobKey key = asked.jobKey();
        long number = handle.createQuery("""
                        update job set next_deployment = next_deployment + 1, modify_index = modify_index + 1,
                            updated_at = now()
                        where key = :key returning next_deployment - 1""")
                .bind("key", key.text())
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "there is no job " + key.text()));
        Optional<Long> raced = numberOf(handle, asked.runKey());
        if (raced.isPresent()) {
            return raced.get();
        }
        refuseSecond(handle, key);
        insert(handle, asked, number);
        return number;
    }

    /**
     * pending to running: the scheduler begins to roll and answers the wait with outcome {@code healthy},
     * {@code unhealthy} or {@code deadline}.
     *
     * @throws SlipwayException NOT_FOUND, or TRANSITION_REFUSED when it was opened with another wait or has ended
     */
    public static void open(Handle handle, String workflowId, String waitKey) {
        DeploymentRow row = require(handle, workflowId);
        Evaluations.request(handle, row.jobKey(), "rollout");
        Waits.open(handle, waitKey, workflowId, "deployment", ModelJson.mapper().createObjectNode(), null, null);
        int changed = change(handle, workflowId, "state = 'running', wait_key = :waitKey", "state = 'pending'")
                .bind("waitKey", waitKey)
                .execute();
        DeploymentRow now = require(handle, workflowId);
        if (changed == 0 && !waitKey.equals(now.waitKey())) {
            throw refused(now, "be opened");
        }
    }

    /**
     * running to successful: its version becomes the one the job desires and its last stable one.
     *
     * @throws SlipwayException NOT_FOUND, or TRANSITION_REFUSED when it is neither running nor successful
     */
    public static DeploymentRow complete(Handle handle, String workflowId) {
        DeploymentRow row = require(handle, workflowId);
        Evaluations.request(handle, row.jobKey(), "rolled out");
        int changed = change(handle, workflowId, """
                        state = 'successful', phase = 'done', finished_at = now(), progress_by = null,
                        description = 'version ' || version || ' is healthy'""", "state = 'running'").execute();
        if (changed == 1) {
            handle.createUpdate("""
                            update job set desired_version = :version, stable_version = :version, stopped = false,
                                modify_index = modify_index + 1, updated_at = now()
                            where key = :key""")
                    .bind("version", row.version())
                    .bind("key", row.jobKey())
                    .execute();
        }
        DeploymentRow now = require(handle, workflowId);
        if (now.state() != DeploymentState.SUCCESSFUL) {
            throw refused(now, "be completed");
        }
        return now;
    }

    /**
     * Turns a rollout around, towards the version that was stable when it was registered. The scheduler answers the new
     * wait with outcome {@code reverted}, {@code unhealthy} or {@code deadline}.
     *
     * @return the version it goes back to; empty when there is none (a first rollout, a repeat of the stable version, a
     *     stopped job, a rollout that never began), nothing is changed then
     * @throws SlipwayException NOT_FOUND, or TRANSITION_REFUSED when it has ended or reverts with another wait
     */
    public static Optional<Long> beginRevert(Handle handle, String workflowId, String description, String newWaitKey) {
        DeploymentRow row = require(handle, workflowId);
        Evaluations.request(handle, row.jobKey(), "revert");
        DeploymentRow seen = require(handle, workflowId);
        if (seen.state() == DeploymentState.REVERTING && newWaitKey.equals(seen.waitKey())) {
            return Optional.of(seen.targetVersion());
        }
        if (seen.state().isFinal() || seen.state() == DeploymentState.REVERTING) {
            throw refused(seen, "be reverted");
        }
        if (seen.state() == DeploymentState.PENDING || !canRevert(handle, seen)) {
            return Optional.empty();
        }
        Waits.open(
                handle, newWaitKey, workflowId, "deployment", ModelJson.mapper().createObjectNode(), null, null);
        change(handle, workflowId, """
                        state = 'reverting', phase = 'reverting', target_version = previous_version,
                        wait_key = :waitKey, progress_by = null, description = :description""", "state in ('running', 'paused', 'blocked')")
                .bind("waitKey", newWaitKey)
                .bind("description", description)
                .execute();
        return Optional.of(seen.previousVersion());
    }

    /**
     * Ends a rollout badly, from any open state; see the class for what the job runs then.
     *
     * @param state FAILED or CANCELLED
     * @param revertedTo version that was restored, null when none was
     * @throws SlipwayException NOT_FOUND, or TRANSITION_REFUSED when it has ended in another state
     */
    public static DeploymentRow end(
            Handle handle, String workflowId, DeploymentState state, String description, @Nullable Long revertedTo) {
        if (state != DeploymentState.FAILED && state != DeploymentState.CANCELLED) {
            throw new IllegalArgumentException("a rollout ends badly as failed or cancelled, not as " + state);
        }
        DeploymentRow row = require(handle, workflowId);
        Evaluations.request(handle, row.jobKey(), "rollout " + state.text());
        change(handle, workflowId, """
                        state = :state, phase = 'done', finished_at = now(), progress_by = null,
                        description = :description, reverted_to = :revertedTo""", "state in ('pending', 'running', 'paused', 'blocked', 'reverting')")
                .bind("state", state.text())
                .bind("description", description)
                .bind("revertedTo", revertedTo)
                .execute();
        DeploymentRow now = require(handle, workflowId);
        if (now.state() != state) {
            throw refused(now, "end as " + state.text());
        }
        return now;
    }

    /** Rollouts that are not over although they were registered more than {@code seconds} ago, oldest first. */
    public static List<OpenDeployment> openFor(Handle handle, int seconds) {
        return handle.createQuery("""
                        select d.workflow_id, coalesce(r.state in ('queued', 'running', 'waiting'), false) run_open
                        from deployment d left join run r on r.id = d.run_id
                        where d.state in ('pending', 'running', 'paused', 'blocked', 'reverting')
                            and d.created_at < now() - make_interval(secs => :seconds)
                        order by d.created_at""")
                .bind("seconds", seconds)
                .map(ConstructorMapper.of(OpenDeployment.class))
                .list();
    }

    public static Optional<DeploymentRow> find(Handle handle, String workflowId) {
        return handle.createQuery(COLUMNS + "where workflow_id = :workflowId")
                .bind("workflowId", workflowId)
                .map(ConstructorMapper.of(DeploymentRow.class))
                .findOne();
    }

    private static DeploymentRow require(Handle handle, String workflowId) {
        return find(handle, workflowId)
                .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "there is no deployment " + workflowId));
    }

    private static Update change(Handle handle, String workflowId, String assignments, String condition) {
        return handle.createUpdate(
                        "update deployment set " + assignments + " where workflow_id = :workflowId and " + condition)
                .bind("workflowId", workflowId);
    }

    private static boolean canRevert(Handle handle, DeploymentRow row) {
        return row.previousVersion() != 0
                && row.previousVersion() != row.version()
                && Jobs.find(handle, JobKey.of(row.jobKey()))
                        .filter(job -> !job.stopped())
                        .isPresent();
    }

    private static Optional<Long> numberOf(Handle handle, String runKey) {
        return handle.createQuery("select number from deployment where run_key = :runKey")
                .bind("runKey", runKey)
                .mapTo(Long.class)
                .findOne();
    }

    private static void refuseSecond(Handle handle, JobKey key) {
        handle.createQuery(COLUMNS + """
                        where job_key = :key and state in ('pending', 'running', 'paused', 'blocked', 'reverting')""")
                .bind("key", key.text())
                .map(ConstructorMapper.of(DeploymentRow.class))
                .findOne()
                .ifPresent(other -> {
                    throw new SlipwayException(
                            ErrorCode.CONFIGURE_CONFLICT,
                            "deployment " + other.number() + " of job " + key.text() + " is still "
                                    + other.state().text());
                });
    }

    private static void insert(Handle handle, NewDeployment asked, long number) {
        int inserted = handle.createUpdate("""
                        insert into deployment (job_key, number, workflow_id, run_id, run_key, version, previous_version,
                            target_version, decision_id)
                        select v.job_key, :number, :workflowId, :runId, :runKey, v.version, j.stable_version, v.version,
                            :decisionId
                        from job j join job_version v on v.job_key = j.key
                        where j.key = :key and v.version = :version""")
                .bind("number", number)
                .bind("workflowId", asked.jobKey().deploymentWorkflowId(number))
                .bind("runId", asked.runId())
                .bind("runKey", asked.runKey())
                .bind("decisionId", asked.decisionId())
                .bind("key", asked.jobKey().text())
                .bind("version", asked.version())
                .execute();
        if (inserted == 0) {
            throw new SlipwayException(
                    ErrorCode.NOT_FOUND, "job " + asked.jobKey().text() + " has no version " + asked.version());
        }
    }

    private static SlipwayException refused(DeploymentRow row, String what) {
        return new SlipwayException(
                ErrorCode.TRANSITION_REFUSED,
                "deployment " + row.workflowId() + " is " + row.state().text() + " and cannot " + what);
    }
}
