package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.store.Database;
import dev.slipway.store.run.RunRow;
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
        return database.jdbi()
                .withHandle(handle -> new Found(BeginStep.row(handle, run), Stored.tree(handle, run)))
                .in(definitions);
    }

    private record Found(RunRow row, Digest tree) {
        Context in(Definitions definitions) {
            return new Context(row, tree, definitions.load(row, tree));
        }
    }
}
