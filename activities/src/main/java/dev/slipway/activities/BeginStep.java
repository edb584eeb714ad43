package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunState;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.Runs;
import dev.slipway.store.run.StepResults;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RunContext;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunRef;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The first thing an execution does: says that it runs, tells the forge, and looks at what earlier executions left. */
final class BeginStep {
    private final Database database;
    private final CommitStatusPost statuses;

    BeginStep(Database database, CommitStatusPost statuses) {
        this.database = database;
        this.statuses = statuses;
    }

    RunContext begin(RunInput input) {
        RunRef run = input.ref();
        return database.inTransaction(handle -> {
            RunRow row = row(handle, run);
            if (!handle.attach(Runs.class).begin(run.workflowId(), run.generation())) {
                throw new SlipwayException(
                        ErrorCode.TRANSITION_REFUSED,
                        "execution " + run.generation() + " of " + run.workflowId() + " is over or superseded");
            }
            statuses.queue(handle, run, row, CommitStatusPost.State.PENDING, "running");
            ObjectNode data = ModelJson.mapper().createObjectNode();
            data.put("state", RunState.RUNNING.text()).put("generation", run.generation());
            Events.emit(handle, "run.changed", run.project(), run.workflowId(), data);
            return context(handle, input, row);
        });
    }

    static RunRow row(Handle handle, RunRef run) {
        return handle.attach(Runs.class)
                .find(run.workflowId())
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.NOT_FOUND, "there is no row of run " + run.workflowId()));
    }

    private static RunContext context(Handle handle, RunInput input, RunRow row) {
        if (input.generation() == 1) {
            return new RunContext(row.ref(), row.commitId(), Set.of(), null);
        }
        StepResults results = handle.attach(StepResults.class);
        return new RunContext(
                row.ref(), row.commitId(), results.names(row.id()), kept(results, row.id(), input.fromStep()));
    }

    private static @Nullable CommitResult kept(StepResults results, String workflowId, @Nullable String fromStep) {
        if (StepName.COMMIT.text().equals(fromStep)) {
            return null;
        }
        return results.find(workflowId, "-", StepName.COMMIT, "-")
                .map(BeginStep::commit)
                .orElse(null);
    }

    private static CommitResult commit(JsonNode json) {
        return ModelJson.read(json.toString(), CommitResult.class);
    }
}
