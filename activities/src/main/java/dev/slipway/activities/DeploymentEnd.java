package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.placement.DeploymentRow;
import dev.slipway.store.placement.Deployments;
import dev.slipway.store.run.WaitRows;
import dev.slipway.workflows.api.DeploymentResult;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The end of a rollout, as its workflow says it or, when that can say nothing any more, somebody else. */
public final class DeploymentEnd {
    private final Database database;

    public DeploymentEnd(Database database) {
        this.database = database;
    }

    /**
     * Ends a rollout whose workflow is gone; nothing is taken back, the job keeps the version it desired before.
     *
     * @param state FAILED or CANCELLED
     * @return false when it was over already
     */
    public boolean abandon(String workflowId, DeploymentState state, String why) {
        return database.inTransaction(handle -> {
            Optional<DeploymentRow> open = Deployments.find(handle, workflowId)
                    .filter(row -> !row.state().isFinal());
            if (open.isEmpty()) {
                return false;
            }
            DeploymentRow row = Deployments.end(handle, workflowId, state, why, null);
            handle.attach(WaitRows.class).abandon(workflowId);
            told(handle, row, null);
            return true;
        });
    }

    static DeploymentResult told(Handle handle, DeploymentRow row, @Nullable String code) {
        String text = row.revertedTo() == null
                ? row.description()
                : row.description() + "; version " + row.revertedTo() + " restored";
        ObjectNode data = ModelJson.mapper().createObjectNode();
        data.put("job", row.jobKey()).put("number", row.number()).put("version", row.version());
        data.put("state", row.state().text()).put("text", text).put("run", row.runId());
        Events.emit(handle, "deployment.finished", JobKey.of(row.jobKey()).project(), row.workflowId(), data);
        return new DeploymentResult(row.state(), code, text, row.revertedTo());
    }
}
