package dev.slipway.scheduler.testing;

import dev.slipway.model.DataSize;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.NetworkSpec;
import dev.slipway.model.spec.ResourcesSpec;
import dev.slipway.model.spec.ServiceSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spec.TaskSpec;
import dev.slipway.model.spec.UpdateSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Small jobs. */
public final class Specs {
    public static final UpdateSpec QUICK = update(1, Duration.ofSeconds(20));

    private Specs() {}

    /** A service "web" on the mock driver with one service; {@code marker} makes versions differ. */
    public static JobSpec web(String marker, int count, UpdateSpec update) {
        return web(marker, count, 100, update);
    }

    /** A service with a name of its own. */
    public static JobSpec named(String service, int count) {
        return web(service, "one", count, 100, QUICK);
    }

    public static JobSpec web(String marker, int count, int cpu, UpdateSpec update) {
        return web("web", marker, count, cpu, update);
    }

    private static JobSpec web(String service, String marker, int count, int cpu, UpdateSpec update) {
        TaskGroup group = new TaskGroup(
                "web",
                count,
                List.of(task("server", marker, cpu)),
                List.of(new NetworkSpec(List.of(new NetworkSpec.Port("http", 8080)))),
                List.of(new ServiceSpec(service, "http", null, List.of())),
                null,
                null);
        return new JobSpec("web", JobType.SERVICE, "local", "default", 50, List.of(group), update, Map.of());
    }

    public static JobSpec batch(String marker, int cpu) {
        TaskGroup group =
                new TaskGroup("main", 1, List.of(task("main", marker, cpu)), List.of(), List.of(), null, null);
        return new JobSpec("task", JobType.BATCH, "local", "build", 50, List.of(group), UpdateSpec.DEFAULT, Map.of());
    }

    public static UpdateSpec update(int maxParallel, Duration healthyDeadline) {
        return new UpdateSpec(
                maxParallel, Duration.ZERO, healthyDeadline, healthyDeadline.plus(Duration.ofSeconds(20)), true);
    }

    private static TaskSpec task(String name, String marker, int cpu) {
        return new TaskSpec(
                name,
                "mock",
                Map.of("marker", marker),
                Map.of(),
                new ResourcesSpec(cpu, DataSize.ofMebibytes(64)),
                List.of(),
                List.of(),
                List.of(),
                "SIGTERM",
                Duration.ofSeconds(5),
                null,
                null);
    }
}
