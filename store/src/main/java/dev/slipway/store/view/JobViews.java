package dev.slipway.store.view;

import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.JobDetail;
import dev.slipway.model.api.JobView;
import dev.slipway.model.api.Page;
import dev.slipway.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Jobs as people see them. */
public final class JobViews {
    private static final int HISTORY = 50;

    private final Database database;

    public JobViews(Database database) {
        this.database = database;
    }

    /** By key; {@code projects} are those the viewer may see. */
    public Page<JobView> list(List<String> projects, @Nullable String environment, int limit, @Nullable String next) {
        String after = Cursor.text(next, "");
        if (projects.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        List<JobView> jobs = database.jdbi()
                .withExtension(JobRows.class, rows -> rows.list(projects, environment, after, limit + 1));
        return Pages.cut(jobs, limit, job -> Cursor.of(job.key()));
    }

    /** The job with its latest 50 versions and deployments and its latest 200 allocations. */
    public Optional<JobDetail> detail(String key) {
        return database.inTransaction(handle -> {
            JobRows rows = handle.attach(JobRows.class);
            return rows.job(key)
                    .map(job -> new JobDetail(
                            job,
                            rows.versions(key, HISTORY),
                            rows.deployments(key, HISTORY),
                            AllocationViews.ofJob(handle, key)));
        });
    }

    /** The deployment as the open transaction sees it. */
    public DeploymentView deployment(Handle handle, String workflowId) {
        return handle.attach(JobRows.class).deployment(workflowId).orElseThrow();
    }

    public Optional<DeploymentView> deployment(String workflowId) {
        return database.jdbi().withExtension(JobRows.class, rows -> rows.deployment(workflowId));
    }
}
