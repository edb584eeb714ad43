package dev.slipway.store.placement;

import dev.slipway.model.JobKey;
import org.jdbi.v3.core.Handle;

/** How many pipeline tasks of a project may run at once, see {@code build.maxConcurrent} of its file. */
public final class BuildLimit {
    private static final String BUILD = "build";

    private BuildLimit() {}

    /**
     * How many more instances of a job may be placed now: without end for jobs that are no pipeline tasks and for projects
     * without a limit. Until the caller's transaction ends nobody else is told about tasks of the same project.
     */
    public static int allowance(Handle handle, JobKey key) {
        if (!key.environment().equals(BUILD)) {
            return Integer.MAX_VALUE;
        }
        Integer limit = handle.createQuery(
                        "select cast(spec -> 'build' ->> 'maxConcurrent' as int) from project where name = :project")
                .bind("project", key.project())
                .mapTo(Integer.class)
                .findOne()
                .orElse(null);
        return limit == null ? Integer.MAX_VALUE : Math.max(0, limit - placed(handle, key.project()));
    }

    private static int placed(Handle handle, String project) {
        handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", "build/" + project);
        return handle.createQuery("""
                        select count(*) from job j join allocation a on a.job_key = j.key
                        where j.project = :project and j.environment = 'build'
                            and a.client_state in ('pending', 'running', 'unknown')""")
                .bind("project", project)
                .mapTo(Integer.class)
                .one();
    }
}
