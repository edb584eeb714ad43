package dev.slipway.client;

import dev.slipway.model.JobKey;
import dev.slipway.model.api.ActionRequest;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.JobDetail;
import dev.slipway.model.api.JobView;
import dev.slipway.model.api.ServiceView;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs, their services and allocations. */
public final class JobCalls {
    private final Transport transport;

    JobCalls(Transport transport) {
        this.transport = transport;
    }

    /** Jobs of a project and environment; null stands for all. */
    public Stream<JobView> list(@Nullable String project, @Nullable String environment) {
        return list("/v1/jobs", project, environment, JobView.class);
    }

    public JobDetail get(JobKey job) {
        return transport.send(Call.get(path(job))).as(JobDetail.class);
    }

    /** Starts a deployment of an earlier version. */
    public DeploymentView rollback(JobKey job, long version, @Nullable String reason) {
        ActionRequest request = new ActionRequest("rollback", null, Long.toString(version), reason);
        return transport
                .send(Call.post(path(job) + "/actions", request, Call.newKey()))
                .as(DeploymentView.class);
    }

    /** Services of a project and environment; null stands for all. */
    public Stream<ServiceView> services(@Nullable String project, @Nullable String environment) {
        return list("/v1/services", project, environment, ServiceView.class);
    }

    public AllocationView allocation(String allocationId) {
        return transport
                .send(Call.get(Call.path("v1", "allocations", allocationId)))
                .as(AllocationView.class);
    }

    private <T> Stream<T> list(String path, @Nullable String project, @Nullable String environment, Class<T> type) {
        return Pages.stream(cursor -> {
            Map<String, @Nullable Object> query = Paging.at(cursor);
            query.put("project", project);
            query.put("environment", environment);
            return transport.send(Call.get(Call.query(path, query))).asPageOf(type);
        });
    }

    private static String path(JobKey job) {
        return Call.path("v1", "jobs", job.project(), job.environment(), job.region(), job.name());
    }
}
