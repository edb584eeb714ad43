package dev.slipway.activities;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.run.Receipt;
import dev.slipway.store.run.Receipts;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunArtifacts;
import dev.slipway.store.run.RunRow;
import dev.slipway.workflows.api.RunRef;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A run with what its later steps build on.
 *
 * @param receipt proof of who asked for this execution
 */
record Loaded(RunRow row, Receipt receipt, List<RunArtifact> artifacts) {
    static Loaded read(Handle handle, RunRef run) {
        RunRow row = BeginStep.row(handle, run);
        Receipt receipt = handle.attach(Receipts.class).of(run.workflowId()).stream()
                .filter(one -> one.generation() <= run.generation())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.FORBIDDEN, "no receipt of a credential stands behind " + run.workflowId()));
        return new Loaded(row, receipt, handle.attach(RunArtifacts.class).list(run.workflowId()));
    }
}
