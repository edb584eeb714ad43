package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.store.Database;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.StepResults;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RunRef;

/** Finds what the steps of a run share: its row, its tree and its definition. */
final class RunContexts {
    private final Database database;
    private final Definitions definitions;

    RunContexts(Database database, Definitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /**
     * A run with the definition its commit step found.
     *
     * @param tree digest of the commit's tree
     */
    record Context(RunRow row, Digest tree, Definition definition) {
        EffectiveStage stage(String name) {
            return definition.stage(name);
        }
    }

    Context of(RunRef run) {
        RunRow row = database.jdbi().withHandle(handle -> BeginStep.row(handle, run));
        Digest tree = database.jdbi()
                .withExtension(
                        StepResults.class, results -> results.find(run.workflowId(), "-", StepName.COMMIT, "-"))
                .map(json -> ModelJson.read(json.toString(), CommitResult.class))
                .map(commit -> new Digest(commit.tree()))
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.INTERNAL_ERROR, "the commit step of " + run.workflowId() + " left no result"));
        return new Context(row, tree, definitions.load(row, tree));
    }
}
