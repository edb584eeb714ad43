package dev.slipway.agent.testing;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.spec.DisconnectSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.NetworkSpec;
import dev.slipway.model.spec.OutputSpec;
import dev.slipway.model.spec.RestartSpec;
import dev.slipway.model.spec.ServiceSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spec.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Assignments for tests. */
public final class Jobs {
    private static final RestartSpec QUICK =
            new RestartSpec(2, Duration.ofMinutes(30), Duration.ofMillis(20), RestartSpec.Mode.FAIL);

    private Jobs() {}

    public static TaskSpec mock(Map<String, Object> config) {
        return task("web", "mock", config);
    }

    public static TaskSpec task(String name, String driver, Map<String, Object> config, OutputSpec... outputs) {
        return new TaskSpec(
                name,
                driver,
                config,
                null,
                null,
                null,
                List.of(outputs),
                null,
                null,
                Duration.ofSeconds(2),
                null,
                null);
    }

    public static TaskGroup group(TaskSpec... tasks) {
        return group(List.of(), QUICK, null, tasks);
    }

    public static TaskGroup group(List<ServiceSpec> services, TaskSpec... tasks) {
        return group(services, QUICK, null, tasks);
    }

    public static TaskGroup group(
            List<ServiceSpec> services,
            @Nullable RestartSpec restart,
            @Nullable DisconnectSpec disconnect,
            TaskSpec... tasks) {
        List<NetworkSpec> networks = List.of(new NetworkSpec(List.of(new NetworkSpec.Port("http", 8080))));
        return new TaskGroup("web", 1, List.of(tasks), networks, services, restart, disconnect);
    }

    public static Assignment service(TaskGroup group) {
        return assignment(JobType.SERVICE, group, 0, 60_000);
    }

    public static Assignment batch(TaskGroup group) {
        return assignment(JobType.BATCH, group, 0, 60_000);
    }

    public static Assignment assignment(JobType type, TaskGroup group, long minHealthyMillis, long deadlineMillis) {
        return new Assignment(
                UUID.randomUUID().toString(),
                "shop/live/local/web",
                type,
                1,
                0,
                AllocationDesired.RUN,
                0,
                minHealthyMillis,
                deadlineMillis,
                group,
                Map.of("team", "shop"));
    }
}
