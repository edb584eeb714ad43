package dev.slipway.activities;

import dev.slipway.store.Database;
import dev.slipway.store.run.Locks;
import dev.slipway.workflows.api.EnvironmentActivities;

/** Grants locks to those who wait. */
final class EnvironmentActivitiesImplementation implements EnvironmentActivities {
    private final Database database;

    EnvironmentActivitiesImplementation(Database database) {
        this.database = database;
    }

    @Override
    public int grantNext(String project, String environment, String lockName) {
        return Failures.mapped(
                () -> database.inTransaction(handle -> Locks.grantNext(handle, project, environment, lockName)));
    }
}
