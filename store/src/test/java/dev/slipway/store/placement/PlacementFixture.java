package dev.slipway.store.placement;

import dev.slipway.model.DataSize;
import dev.slipway.model.Digest;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.NetworkSpec;
import dev.slipway.model.spec.ResourcesSpec;
import dev.slipway.model.spec.SecretSpec;
import dev.slipway.model.spec.ServiceSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spec.TaskSpec;
import dev.slipway.model.spi.Decision;
import dev.slipway.store.DecisionStore;
import dev.slipway.store.placement.PlacementPlan.Placement;
import dev.slipway.store.placement.PlacementPlan.Stop;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** A project with an environment, jobs for it and a scheduler of three lines. */
public final class PlacementFixture {
    public static final JobKey WEB = new JobKey("shop", "staging", "local", "web");
    public static final String DECISION = "decision";

    private PlacementFixture() {}

    public static TestingDatabase database() {
        TestingDatabase database = TestingDatabase.create();
        database.owner().useTransaction(handle -> {
            handle.execute("insert into project (name, spec) values ('shop', '{}')");
            handle.execute("insert into environment (project, name, spec) values ('shop', 'staging', '{}')");
        });
        new DecisionStore(database.recorder())
                .record(new Decision(
                        DECISION,
                        "run/shop/web/1",
                        1,
                        "-",
                        "request",
                        "admission",
                        Digest.of("input"),
                        true,
                        ModelJson.mapper().createArrayNode(),
                        ModelJson.mapper().createArrayNode(),
                        ModelJson.mapper().createArrayNode(),
                        Instant.now(),
                        Instant.now().plusSeconds(600)));
        return database;
    }

    public static JobSpec job(JobType type, String marker) {
        TaskSpec task = new TaskSpec(
                "server",
                "mock",
                Map.of("marker", marker),
                Map.of(),
                new ResourcesSpec(100, DataSize.ofMebibytes(64)),
                List.of(),
                List.of(),
                List.of(new SecretSpec("database-password", "PASSWORD", null)),
                "SIGTERM",
                Duration.ofSeconds(5),
                null,
                null);
        TaskGroup group = new TaskGroup(
                "web",
                1,
                List.of(task),
                List.of(new NetworkSpec(List.of(new NetworkSpec.Port("http", 8080)))),
                List.of(new ServiceSpec("web", "http", null, List.of())),
                null,
                null);
        return new JobSpec("web", type, "local", "default", 50, List.of(group), null, Map.of());
    }

    /** Places an instance of version 1 as the scheduler would. */
    public static UUID place(Handle handle, String nodeId, long epoch, int index) {
        UUID id = UUID.randomUUID();
        Placement placement = new Placement(id, "web", index, 1, null, nodeId, epoch, 100, 64L << 20, null);
        commit(handle, new PlacementPlan(List.of(), List.of(), List.of(placement), null, null, null, null));
        return id;
    }

    public static void stop(Handle handle, String nodeId, UUID id) {
        Stop stop = new Stop(id, nodeId, "test", false);
        commit(handle, new PlacementPlan(List.of(stop), List.of(), List.of(), null, null, null, null));
    }

    private static void commit(Handle handle, PlacementPlan plan) {
        Evaluations.request(handle, WEB.text(), "test");
        Plans.commit(handle, Plans.claim(handle).orElseThrow(), plan, Duration.ofSeconds(2));
    }
}
