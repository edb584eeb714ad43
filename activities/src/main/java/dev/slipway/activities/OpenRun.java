package dev.slipway.activities;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunState;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.Database;
import dev.slipway.store.run.RunRow;
import dev.slipway.workflows.api.RunRef;

/**
 * Refuses new effects of an execution that is over. The server can lose the end of a workflow, which then does its last
 * part again; what was refused the first time must not be allowed the second time.
 */
final class OpenRun {
    private final Database database;

    OpenRun(Database database) {
        this.database = database;
    }

    /**
     * Returns when the run may still do something, or has done everything and only does it again.
     *
     * @throws SlipwayException TRANSITION_REFUSED when it ended badly or a later execution has begun
     */
    void require(RunRef run) {
        RunRow row = database.jdbi().withHandle(handle -> BeginStep.row(handle, run));
        boolean over = row.state() == RunState.FAILED || row.state() == RunState.CANCELLED;
        if (over || row.generation() != run.generation()) {
            throw new SlipwayException(
                    ErrorCode.TRANSITION_REFUSED,
                    "execution " + run.generation() + " of " + run.workflowId() + " is over or superseded");
        }
    }
}
