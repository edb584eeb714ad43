package dev.slipway.scheduler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spi.Decision;
import dev.slipway.scheduler.SchedulerSettings;
import dev.slipway.scheduler.core.PlannerSettings;
import dev.slipway.scheduler.loop.EvaluationLoop;
import dev.slipway.scheduler.testing.FakeAgent.Script;
import dev.slipway.store.DecisionStore;
import dev.slipway.store.Notifications;
import dev.slipway.store.Waits;
import dev.slipway.store.placement.Allocations;
import dev.slipway.store.placement.DeploymentRow;
import dev.slipway.store.placement.Deployments;
import dev.slipway.store.placement.Jobs;
import dev.slipway.store.placement.NewDeployment;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A database with a scheduler at work and agents that say what their scripts say. */
public final class Cluster implements AutoCloseable {
    public static final Duration LIMIT = Duration.ofSeconds(10);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final TestingDatabase database = TestingDatabase.create();
    private final List<AutoCloseable> parts = new ArrayList<>();

    /** @param rescheduleDelay wait before a failed instance is replaced */
    public Cluster(Duration rescheduleDelay) {
        this(rescheduleDelay, Duration.ofMillis(50));
    }

    /** @param drain how long instances that serve go on */
    public Cluster(Duration rescheduleDelay, Duration drain) {
        database.owner().useTransaction(handle -> {
            handle.execute("insert into project (name, spec) values ('shop', '{}')");
            handle.execute("insert into environment (project, name, spec) values ('shop', 'staging', '{}')");
            handle.execute("insert into environment (project, name, spec) values ('shop', 'build', '{}')");
        });
        SchedulerSettings settings = new SchedulerSettings(
                new PlannerSettings(rescheduleDelay, Duration.ofSeconds(10), Duration.ofMillis(50)),
                2,
                drain,
                Duration.ofSeconds(1));
        EvaluationLoop loop = new EvaluationLoop(database.worker(), settings);
        parts.add(loop);
        parts.add(new Notifications(database.worker(), Map.of(EvaluationLoop.CHANNEL, payload -> loop.wake())));
    }

    public TestingDatabase database() {
        return database;
    }

    public FakeAgent agent(String name, String pool, int cpu, Function<Assignment, Script> scripts) {
        FakeAgent agent = new FakeAgent(database.api(), name, pool, cpu, scripts);
        parts.add(agent);
        return agent;
    }

    /** Registers and opens a deployment as the workflow would; returns its workflow id. */
    public String deploy(JobKey key, JobSpec spec) {
        String run = "run/shop/web/" + COUNTER.incrementAndGet();
        String decisionId = "decision-" + run;
        new DecisionStore(database.recorder())
                .record(new Decision(
                        decisionId,
                        run,
                        1,
                        "-",
                        "request",
                        "admission",
                        Digest.of(run),
                        true,
                        ModelJson.mapper().createArrayNode(),
                        ModelJson.mapper().createArrayNode(),
                        ModelJson.mapper().createArrayNode(),
                        Instant.now(),
                        Instant.now().plusSeconds(600)));
        return database.worker().inTransaction(handle -> {
            long version = Jobs.registerVersion(handle, key, spec, run);
            long number = Deployments.create(handle, new NewDeployment(key, version, null, run, decisionId));
            String workflowId = key.deploymentWorkflowId(number);
            Deployments.open(handle, workflowId, workflowId + "/wait");
            return workflowId;
        });
    }

    public String complete(JobKey key, JobSpec spec) {
        String workflowId = deploy(key, spec);
        awaitAnswer(workflowId + "/wait", "healthy");
        database.worker().useTransaction(handle -> Deployments.complete(handle, workflowId));
        return workflowId;
    }

    /** Waits for the answer to a wait and returns its text. */
    public String awaitAnswer(String waitKey, String outcome) {
        Await.until(LIMIT, () -> answer(waitKey).isPresent(), () -> "no answer to " + waitKey + dump());
        JsonNode answer = answer(waitKey).orElseThrow();
        if (!answer.path("outcome").asText().equals(outcome)) {
            throw new AssertionError("expected " + outcome + " but was " + answer);
        }
        return answer.path("text").asText();
    }

    public Optional<JsonNode> answer(String waitKey) {
        return database.worker().jdbi().withHandle(handle -> Waits.read(handle, waitKey));
    }

    public DeploymentRow deployment(String workflowId) {
        return database.worker()
                .jdbi()
                .withHandle(handle -> Deployments.find(handle, workflowId).orElseThrow());
    }

    public List<AllocationView> allocations(JobKey key) {
        return database.worker().jdbi().withHandle(handle -> Allocations.ofJob(handle, key, 500));
    }

    /** Allocations of a version that are wanted and have not ended. */
    public List<AllocationView> live(JobKey key, long version) {
        return allocations(key).stream()
                .filter(allocation -> allocation.version() == version)
                .filter(allocation -> allocation.desired().text().equals("run"))
                .filter(allocation -> !allocation.clientState().isFinal())
                .toList();
    }

    /** Everything about jobs, for the message of a failed test. */
    public String dump() {
        return database.owner()
                .jdbi()
                .withHandle(handle ->
                        handle.createQuery("""
                        select 'evaluation ' || e::text from evaluation e
                        union all select 'allocation ' || a::text from allocation a
                        union all select 'deployment ' || d::text from deployment d
                        union all select 'service ' || s::text from service_instance s""").mapTo(String.class).list().toString());
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
        database.close();
    }
}
