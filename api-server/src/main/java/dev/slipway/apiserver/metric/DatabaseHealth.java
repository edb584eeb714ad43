package dev.slipway.apiserver.metric;

import com.codahale.metrics.health.HealthCheck;
import dev.slipway.store.Database;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether the database answers; shown on the admin port. */
public final class DatabaseHealth extends HealthCheck {
    private static final int SECONDS = 2;

    private final Database database;

    public DatabaseHealth(Database database) {
        this.database = database;
    }

    @Override
    protected Result check() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return connection.isValid(SECONDS) ? Result.healthy() : Result.unhealthy("the connection is not valid");
        }
    }
}
