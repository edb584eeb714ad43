package dev.slipway.test.crash;

import dev.slipway.model.StepName;
import dev.slipway.store.Database;
import dev.slipway.test.stack.RunningStack;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Holds a run in the middle of a step: whoever writes the row that belongs to the step waits for an advisory lock, which
 * a session of the test has. A database that is killed lets everybody go.
 */
final class Gate implements AutoCloseable {
    private final int number;
    private final Database database;
    private final Handle session;

    private Gate(StepName step, Database database) {
        this.number = number(step);
        this.database = database;
        this.session = database.jdbi().open();
        session.execute("select pg_advisory_lock(?)", number);
    }

    /** Makes the places where runs can be held. */
    static void install(Database database) {
        database.jdbi().useHandle(handle -> {
            handle.execute("""
                    create or replace function test_gate() returns trigger language plpgsql as $$
                    begin
                        perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint);
                        return coalesce(new, old);
                    end $$""");
            // The tree is stored by now, the activity's result is not.
            place(handle, StepName.COMMIT, "insert", "artifact", "when (new.origin = 'tree')");
            place(handle, StepName.VERIFY, "insert", "transition", "when (new.step = 'verify')");
            // The plan is made, its program holds the lock of the state.
            place(handle, StepName.REQUEST, "delete", "infra_lock", "");
            // Resources are there, their state is being written.
            place(handle, StepName.PROVISION, "insert", "infra_state", "");
            place(handle, StepName.CONFIGURE, "insert", "deployment", "");
        });
    }

    private static void place(Handle handle, StepName step, String event, String table, String condition) {
        String name = "test_gate_" + step.text();
        handle.execute("drop trigger if exists " + name + " on " + table);
        handle.execute("create trigger " + name + " before " + event + " on " + table + " for each row " + condition
                + " execute function test_gate('" + number(step) + "')");
    }

    /** Whether a step is held this way. */
    static boolean has(StepName step) {
        return switch (step) {
            case COMMIT, VERIFY, REQUEST, PROVISION, CONFIGURE -> true;
            case TASKS, JOB, RESPOND -> false;
        };
    }

    static Gate shut(StepName step, Database database) {
        return new Gate(step, database);
    }

    /** Waits until somebody stands before the gate. */
    void awaitSomebody() {
        RunningStack.await("somebody waits at gate " + number, 60, this::somebodyWaits);
    }

    private boolean somebodyWaits() {
        String query = """
                select exists (select 1 from pg_locks where locktype = 'advisory' and not granted
                    and objid = :number)""";
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(query)
                        .bind("number", number)
                        .mapTo(Boolean.class)
                        .one());
    }

    @Override
    public void close() {
        try (session) {
            session.execute("select pg_advisory_unlock(?)", number);
        } catch (ConnectionException e) {
            throw e;
        } catch (JdbiException e) {
            // The session died with its server, and the lock with it.
            org.slf4j.LoggerFactory.getLogger(Gate.class).info("gate {} went with its server", number);
        }
    }

    private static int number(StepName step) {
        return 48_000 + step.ordinal();
    }
}
