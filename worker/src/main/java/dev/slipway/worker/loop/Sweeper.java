package dev.slipway.worker.loop;

import dev.slipway.activities.DeploymentEnd;
import dev.slipway.activities.FinishStep;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunState;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.Database;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.placement.Deployments;
import dev.slipway.store.placement.OpenDeployment;
import dev.slipway.store.run.Locks;
import dev.slipway.store.run.OutboxQueue;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.Runs;
import dev.slipway.store.run.WaitRows;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunOutcome;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what nobody else will: runs and rollouts whose workflow was ended from outside, locks of runs that are over,
 * waits nobody answered in time, tokens of infrastructure states whose time is over.
 */
public final class Sweeper implements Loop.Work {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Database database;
    private final WorkflowClient client;
    private final FinishStep finish;
    private final DeploymentEnd deployments;
    private final InfraStates states;
    private final Duration young;

    /** @param young age up to which a row may be ahead of what the server knows */
    public Sweeper(Database database, WorkflowClient client, FinishStep finish, InfraStates states, Duration young) {
        this.database = database;
        this.client = client;
        this.finish = finish;
        this.deployments = new DeploymentEnd(database);
        this.states = states;
        this.young = young;
    }

    @Override
    public Duration look() {
        // First what needs no server: locks of the dead must be free also while Temporal is away.
        database.useTransaction(Locks::reap);
        database.jdbi().useExtension(WaitRows.class, WaitRows::expire);
        states.expireTokens();
        int seconds = Math.toIntExact(young.toSeconds());
        List<RunRow> runs = database.jdbi().withExtension(Runs.class, rows -> rows.open(seconds));
        runs.forEach(run -> each(run.id(), () -> compare(run)));
        // Afterwards, because a rollout whose run is still open may be about to be started by it.
        List<OpenDeployment> open = database.jdbi().withHandle(handle -> Deployments.openFor(handle, seconds));
        open.forEach(deployment -> each(deployment.workflowId(), () -> compare(deployment)));
        return EVERY;
    }

    /** One that cannot be closed now does not keep the others open. */
    private void each(String workflowId, Runnable compare) {
        if (database.jdbi().withExtension(OutboxQueue.class, outbox -> outbox.startPending(workflowId))) {
            return;
        }
        try {
            compare.run();
        } catch (SlipwayException e) {
            LOG.warn("{} cannot be closed yet: {}", workflowId, e.getMessage());
        }
    }

    private void compare(RunRow run) {
        switch (WorkflowEnd.of(client, run.id())) {
            case WorkflowEnd.Open() -> {}
            case WorkflowEnd.Over(String how, boolean cancelled) -> close(run, how);
            case WorkflowEnd.Unknown() -> close(run, "the workflow is gone from the server");
        }
    }

    private void close(RunRow run, String how) {
        RunInput input =
                new RunInput(run.project(), run.pipeline(), run.number(), run.generation(), run.dryRun(), null, null);
        finish.abandon(input.ref(), new RunOutcome(RunState.FAILED, ErrorCode.INTERNAL_ERROR.name(), how, null, null));
    }

    private void compare(OpenDeployment deployment) {
        switch (WorkflowEnd.of(client, deployment.workflowId())) {
            case WorkflowEnd.Open() -> {}
            case WorkflowEnd.Over(String how, boolean cancelled) ->
                deployments.abandon(
                        deployment.workflowId(), cancelled ? DeploymentState.CANCELLED : DeploymentState.FAILED, how);
            case WorkflowEnd.Unknown() -> {
                if (!deployment.runOpen()) {
                    deployments.abandon(
                            deployment.workflowId(), DeploymentState.FAILED, "no workflow carries the rollout on");
                }
            }
        }
    }
}
