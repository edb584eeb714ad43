package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunState;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.files.PipelineRegistration.CommitStatus;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.Runs;
import dev.slipway.store.run.StepResults;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RunContext;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunRef;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The first thing an execution does: says that it runs, tells the forge, and looks at what earlier executions left. */
final class BeginStep {
    private final Database database;
    private final Definitions definitions;
    private final CommitStep commits;
    private final CommitStatusPost statuses;

    BeginStep(Database database, Definitions definitions, CommitStep commits, CommitStatusPost statuses) {
        this.database = database;
        this.definitions = definitions;
        this.commits = commits;
        this.statuses = statuses;
    }

    RunContext begin(RunInput input) {
        RunRef run = input.ref();
        RunRow row = database.jdbi().withHandle(handle -> row(handle, run));
        CommitStatus target = definitions.registration(row).spec().commitStatus();
        Optional<CommitResult> kept = kept(input, row);
        Optional<Definition> definition = kept.map(commit -> definitions.load(row, new Digest(commit.tree())));
        Set<String> results = database.inTransaction(handle -> {
            if (!handle.attach(Runs.class).begin(run.workflowId(), run.generation())) {
                throw new SlipwayException(
                        ErrorCode.TRANSITION_REFUSED,
                        "execution " + run.generation() + " of " + run.workflowId() + " is over or superseded");
            }
            String context = CommitStatusPost.context(run);
            statuses.queue(handle, run, row, target, context, CommitStatusPost.State.PENDING, "running");
            definition.ifPresent(known -> statuses.queueOwnPending(handle, run, row, known));
            ObjectNode data = ModelJson.mapper().createObjectNode();
            data.put("state", RunState.RUNNING.text()).put("generation", run.generation());
            Events.emit(handle, "run.changed", run.project(), run.workflowId(), data);
            return input.generation() == 1
                    ? Set.<String>of()
                    : handle.attach(StepResults.class).names(run.workflowId());
        });
        CommitResult commit = kept.or(() -> commits.known(run, row)).orElse(null);
        return new RunContext(row.ref(), row.commitId(), results, commit);
    }

    /** The commit step of an earlier execution; what the guards say by now holds, not what they said then. */
    private Optional<CommitResult> kept(RunInput input, RunRow row) {
        if (input.generation() == 1 || StepName.COMMIT.text().equals(input.fromStep())) {
            return Optional.empty();
        }
        return database.jdbi()
                .withExtension(StepResults.class, all -> all.find(row.id(), Stored.NONE, StepName.COMMIT, Stored.NONE))
                .map(json -> ModelJson.read(json.toString(), CommitResult.class))
                .map(commit -> new CommitResult(
                        commit.commit(),
                        commit.tree(),
                        commit.subject(),
                        PlanOf.definition(definitions.load(row, new Digest(commit.tree())))));
    }

    static RunRow row(Handle handle, RunRef run) {
        return handle.attach(Runs.class)
                .find(run.workflowId())
                .orElseThrow(
                        () -> new SlipwayException(ErrorCode.NOT_FOUND, "there is no row of run " + run.workflowId()));
    }
}
