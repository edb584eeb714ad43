package dev.slipway.scheduler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.AllocationState;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.scheduler.testing.Await;
import dev.slipway.scheduler.testing.Cluster;
import dev.slipway.scheduler.testing.FakeAgent;
import dev.slipway.scheduler.testing.FakeAgent.Script;
import dev.slipway.scheduler.testing.Specs;
import dev.slipway.store.Waits;
import dev.slipway.store.placement.Allocations;
import dev.slipway.store.placement.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestBatchJobs {
    private static final JobKey TASK = new JobKey("shop", "build", "local", "t-1");
    private static final String WAIT = "run/shop/web/1/1/-/tasks/test";

    private Cluster cluster;

    @BeforeEach
    void open() {
        cluster = new Cluster(Duration.ofMillis(100));
    }

    @AfterEach
    void close() throws Exception {
        cluster.close();
    }

    @Test
    void answersCompleteAndQueuesTheHintOnce() {
        cluster.agent("builder", "build", 1_000, any -> Script.COMPLETES).start();
        assertThat(submit(TASK, Specs.batch("one", 100))).isTrue();
        assertThat(cluster.awaitAnswer(WAIT, "complete")).isEqualTo("exit code 0");
        assertThat(submit(TASK, Specs.batch("one", 100))).isFalse();
        assertThat(cluster.allocations(TASK))
                .singleElement()
                .extracting(AllocationView::clientState)
                .isEqualTo(AllocationState.COMPLETE);
        List<String> hints = cluster.database()
                .worker()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select key from outbox where kind = 'signal'")
                        .mapTo(String.class)
                        .list());
        assertThat(hints).containsExactly("signal/" + WAIT);
    }

    @Test
    void answersFailedWithTheExitCodeAndDoesNotTryAgain() {
        cluster.agent("builder", "build", 1_000, any -> Script.FAILS).start();
        submit(TASK, Specs.batch("one", 100));
        assertThat(cluster.awaitAnswer(WAIT, "failed")).isEqualTo("exit code 3");
        settle();
        assertThat(cluster.allocations(TASK)).hasSize(1);
        Optional<AllocationView> latest =
                cluster.database().worker().jdbi().withHandle(handle -> Allocations.latest(handle, TASK));
        assertThat(latest.orElseThrow().tasks().get("main").exitCode()).isEqualTo(3);
    }

    @Test
    void waitsForRoomAndRunsWhenItIsFreed() {
        JobKey second = new JobKey("shop", "build", "local", "t-2");
        FakeAgent agent = cluster.agent(
                "builder",
                "build",
                1_000,
                assigned -> assigned.jobKey().endsWith("t-1") ? Script.HEALTHY : Script.COMPLETES);
        agent.start();
        submit(TASK, Specs.batch("one", 800));
        Await.until(Cluster.LIMIT, () -> !agent.running().isEmpty(), cluster::dump);
        submit(second, Specs.batch("two", 800));
        Await.until(
                Cluster.LIMIT,
                () -> blocked(second).contains("builder: cpu 200 of 1000 free, 800 needed"),
                cluster::dump);
        cluster.database().worker().useTransaction(handle -> Jobs.stop(handle, TASK));
        assertThat(cluster.awaitAnswer(WAIT, "failed")).isEqualTo("stopped before it ended");
        cluster.awaitAnswer(WAIT + "/t-2", "complete");
        assertThat(blocked(second)).isEmpty();
    }

    @Test
    void noMoreTasksOfAProjectRunThanItsLimitAndAllEnd() {
        cluster.database()
                .owner()
                .useTransaction(handle -> handle.execute(
                        "update project set spec = '{\"build\": {\"nodePool\": \"build\", \"maxConcurrent\": 2}}'"));
        Set<String> held = ConcurrentHashMap.newKeySet();
        FakeAgent agent = cluster.agent(
                "builder",
                "build",
                10_000,
                assigned -> held.add(assigned.jobKey()) && held.size() <= 2 ? Script.HEALTHY : Script.COMPLETES);
        agent.start();
        List<JobKey> keys = IntStream.range(0, 6)
                .mapToObj(number -> new JobKey("shop", "build", "local", "limited-" + number))
                .toList();
        keys.forEach(key -> submit(key, Specs.batch(key.name(), 100)));
        Await.until(
                Cluster.LIMIT,
                () -> keys.stream()
                                .filter(key -> blocked(key).contains("build.maxConcurrent"))
                                .count()
                        == 4,
                cluster::dump);
        assertThat(live()).isEqualTo(2);
        keys.stream()
                .filter(key -> held.contains(key.text()))
                .forEach(key -> cluster.database().worker().useTransaction(handle -> Jobs.stop(handle, key)));
        Await.until(Duration.ofSeconds(60), () -> answers() == 4, cluster::dump);
        assertThat(mostAtOnce()).isEqualTo(2);
    }

    @Test
    void manyTasksShareFewPlacesAndAllEnd() throws Exception {
        for (int number = 1; number <= 3; number++) {
            cluster.agent("builder-" + number, "build", 1_000, any -> Script.COMPLETES)
                    .start();
        }
        int tasks = 100;
        try (ExecutorService people = Executors.newFixedThreadPool(3)) {
            for (int number = 0; number < tasks; number++) {
                JobKey key = new JobKey("shop", "build", "local", "many-" + number);
                people.execute(() -> submit(key, Specs.batch(key.name(), 400)));
            }
        }
        Await.until(Duration.ofSeconds(60), () -> answers() == tasks, cluster::dump);
        assertThat(cluster.database()
                        .worker()
                        .<Long>inTransaction(handle -> handle.createQuery(
                                        "select count(*) from allocation where client_state <> 'complete'")
                                .mapTo(Long.class)
                                .one()))
                .isZero();
    }

    private int live() {
        return number("select count(*) from allocation where client_state in ('pending', 'running')");
    }

    /** Most tasks that were placed and had not ended at the moment another one was placed, that one included. */
    private int mostAtOnce() {
        return number("""
                select max((select count(*) from allocation b where b.created_at <= a.created_at
                    and (b.client_updated_at is null or b.client_updated_at > a.created_at)))
                from allocation a""");
    }

    private int number(String sql) {
        return cluster.database()
                .worker()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    private long answers() {
        return cluster.database()
                .worker()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select count(*) from wait where answer ->> 'outcome' = 'complete'")
                        .mapTo(Long.class)
                        .one());
    }

    private boolean submit(JobKey key, JobSpec spec) {
        String wait = key.equals(TASK) ? WAIT : WAIT + "/" + key.name();
        return cluster.database().worker().inTransaction(handle -> {
            Waits.open(
                    handle, wait, "run/shop/web/1", "task", ModelJson.mapper().createObjectNode(), null, null);
            return Jobs.submitBatch(handle, key, spec, wait, "run/shop/web/1");
        });
    }

    private String blocked(JobKey key) {
        return cluster.database()
                .worker()
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                                select coalesce(string_agg(detail ->> 'reasons', ''), '') from evaluation
                                where job_key = :key and state = 'blocked'""")
                        .bind("key", key.text())
                        .mapTo(String.class)
                        .one());
    }

    private void settle() {
        Await.until(
                Cluster.LIMIT,
                () -> cluster.database()
                        .worker()
                        .jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "select count(*) = 0 from evaluation where state = 'pending'")
                                .mapTo(Boolean.class)
                                .one()),
                cluster::dump);
    }
}
