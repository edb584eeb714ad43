package dev.slipway.test.stack;

import dev.slipway.store.Database;
import java.util.List;
import org.jdbi.v3.core.statement.Query;

/** Reads the database of a stack as its owner, for what no API shows. */
public final class Rows implements AutoCloseable {
    private final Database database;

    public Rows(RunningStack stack) {
        this.database = stack.database();
    }

    /** A number; parameters are bound in order. */
    public long count(String sql, Object... parameters) {
        return database.jdbi()
                .withHandle(handle -> bind(handle.createQuery(sql), parameters)
                        .mapTo(Long.class)
                        .one());
    }

    /** The first column of every row as text. */
    public List<String> texts(String sql, Object... parameters) {
        return database.jdbi()
                .withHandle(handle -> bind(handle.createQuery(sql), parameters)
                        .mapTo(String.class)
                        .list());
    }

    /** Changes rows behind the back of every process; returns how many. */
    public int change(String sql, Object... parameters) {
        return database.jdbi().withHandle(handle -> handle.execute(sql, parameters));
    }

    @Override
    public void close() {
        database.close();
    }

    private static Query bind(Query query, Object... parameters) {
        for (int index = 0; index < parameters.length; index++) {
            query.bind(index, parameters[index]);
        }
        return query;
    }
}
