package dev.slipway.store.view;

import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.JobDetail.VersionView;
import dev.slipway.model.api.JobView;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Reads of jobs. */
@RegisterConstructorMapper(JobView.class)
@RegisterConstructorMapper(DeploymentView.class)
@RegisterConstructorMapper(VersionView.class)
interface JobRows {
    @SqlQuery("""
            select j.key, j.type, j.desired_version, j.stable_version, j.stopped, j.updated_at,
                (select count(*) from allocation a where a.job_key = j.key and a.client_state = 'running') as running,
                (select count(*) from allocation a where a.job_key = j.key and a.client_state = 'running' and a.healthy)
                    as healthy
            from job j where j.project in (<projects>) and j.key > :after
                and (cast(:environment as text) is null or j.environment = :environment)
            order by j.key limit :limit""")
    List<JobView> list(
            @BindList("projects") List<String> projects, @Nullable String environment, String after, int limit);

    @SqlQuery("""
            select j.key, j.type, j.desired_version, j.stable_version, j.stopped, j.updated_at,
                (select count(*) from allocation a where a.job_key = j.key and a.client_state = 'running') as running,
                (select count(*) from allocation a where a.job_key = j.key and a.client_state = 'running' and a.healthy)
                    as healthy
            from job j where j.key = :key""")
    Optional<JobView> job(String key);

    @SqlQuery("""
            select version, digest, created_by, created_at from job_version where job_key = :key
            order by version desc limit :limit""")
    List<VersionView> versions(String key, int limit);

    @SqlQuery("""
            select job_key, number, workflow_id, run_id, version, state, phase, description, reverted_to, desired_total,
                placed, healthy, unhealthy, created_at, finished_at
            from deployment where job_key = :key order by number desc limit :limit""")
    List<DeploymentView> deployments(String key, int limit);

    @SqlQuery("""
            select job_key, number, workflow_id, run_id, version, state, phase, description, reverted_to, desired_total,
                placed, healthy, unhealthy, created_at, finished_at
            from deployment where workflow_id = :workflowId""")
    Optional<DeploymentView> deployment(String workflowId);
}
