package dev.slipway.test.crash;

import dev.slipway.model.RunId;
import dev.slipway.model.StepName;
import dev.slipway.store.Database;
import dev.slipway.test.stack.RunningStack;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/** What the tables say of a run, read past the API, which may be dead; a database that is dead says nothing. */
final class Projection {
    private static final int LONGEST_SECONDS = 90;

    private final Database database;

    Projection(Database database) {
        this.database = database;
    }

    /** Waits until the run is in a step. */
    void awaitIn(RunId run, StepName step) {
        RunningStack.await(run.workflowId() + " is in " + step.text(), LONGEST_SECONDS, () -> in(run, step));
    }

    private boolean in(RunId run, StepName step) {
        String query = """
                select exists (select 1 from step where workflow_id = :run and stage = :stage
                    and step = :step and item = '-' and state = 'running')""";
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(query)
                        .bind("run", run.workflowId())
                        .bind("stage", step.perStage() ? Scene.STAGE : "-")
                        .bind("step", step.text())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Everything known of the run in one text; a change of it is progress. */
    Optional<String> facts(RunId run) {
        try {
            return Optional.of(database.jdbi()
                    .withHandle(handle -> handle.createQuery("""
                            select (select state from run where id = :run) || ' ' || coalesce(string_agg(
                                stage || '/' || step || '/' || item || ' ' || state, ', ' order by stage, step, item), '')
                            from step where workflow_id = :run""")
                            .bind("run", run.workflowId())
                            .mapTo(String.class)
                            .one()));
        } catch (JdbiException e) {
            return Optional.empty();
        }
    }

    /** Whether the run is known to be over. */
    boolean over(RunId run) {
        try {
            return database.jdbi()
                    .withHandle(handle -> handle.createQuery(
                                    "select state in ('succeeded', 'failed', 'cancelled') from run where id = :run")
                            .bind("run", run.workflowId())
                            .mapTo(Boolean.class)
                            .one());
        } catch (JdbiException e) {
            return false;
        }
    }
}
