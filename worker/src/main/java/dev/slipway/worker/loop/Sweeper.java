package dev.slipway.worker.loop;

import dev.slipway.activities.FinishStep;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunState;
import dev.slipway.store.Database;
import dev.slipway.store.run.Locks;
import dev.slipway.store.run.OutboxQueue;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.Runs;
import dev.slipway.store.run.WaitRows;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunOutcome;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Closes what nobody else will: runs whose workflow was ended from outside, locks of runs that are over, waits nobody
 * answered in time.
 */
public final class Sweeper implements Loop.Work {
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final int YOUNG_SECONDS = 30;

    private final Database database;
    private final WorkflowClient client;
    private final FinishStep finish;

    public Sweeper(Database database, WorkflowClient client, FinishStep finish) {
        this.database = database;
        this.client = client;
        this.finish = finish;
    }

    @Override
    public Duration look() {
        // First what needs no server: locks of the dead must be free also while Temporal is away.
        database.useTransaction(Locks::reap);
        database.jdbi().useExtension(WaitRows.class, WaitRows::expire);
        List<RunRow> open = database.jdbi().withExtension(Runs.class, runs -> runs.open(YOUNG_SECONDS));
        open.forEach(this::compare);
        return EVERY;
    }

    private void compare(RunRow run) {
        if (database.jdbi().withExtension(OutboxQueue.class, outbox -> outbox.startPending(run.id()))) {
            return;
        }
        ended(run).ifPresent(how -> close(run, how));
    }

    /** How the workflow ended without telling; empty while it runs or when it ended by itself. */
    private Optional<String> ended(RunRow run) {
        try {
            WorkflowExecutionStatus status =
                    client.newUntypedWorkflowStub(run.id()).describe().getStatus();
            return switch (status) {
                case WORKFLOW_EXECUTION_STATUS_TERMINATED -> Optional.of("the workflow was terminated from outside");
                case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> Optional.of("the workflow timed out");
                case WORKFLOW_EXECUTION_STATUS_FAILED -> Optional.of("the workflow failed");
                case WORKFLOW_EXECUTION_STATUS_CANCELED -> Optional.of("the workflow was cancelled from outside");
                case WORKFLOW_EXECUTION_STATUS_COMPLETED -> Optional.of("the workflow ended without an outcome");
                case WORKFLOW_EXECUTION_STATUS_RUNNING,
                        WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                        WORKFLOW_EXECUTION_STATUS_PAUSED,
                        WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
                        UNRECOGNIZED -> Optional.empty();
            };
        } catch (WorkflowNotFoundException e) {
            return Optional.of("the workflow is gone from the server");
        }
    }

    private void close(RunRow run, String how) {
        RunInput input =
                new RunInput(run.project(), run.pipeline(), run.number(), run.generation(), run.dryRun(), null, null);
        finish.abandon(input.ref(), new RunOutcome(RunState.FAILED, ErrorCode.INTERNAL_ERROR.name(), how, null, null));
    }
}
