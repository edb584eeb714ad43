package dev.slipway.scheduler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.JobKey;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.scheduler.testing.Await;
import dev.slipway.scheduler.testing.Cluster;
import dev.slipway.scheduler.testing.FakeAgent;
import dev.slipway.scheduler.testing.FakeAgent.Script;
import dev.slipway.scheduler.testing.Specs;
import dev.slipway.store.Notifications;
import dev.slipway.store.placement.Jobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** From the commit that asks to the sync that names the allocation. */
final class TestSpeed {
    private static final int WARM = 40;
    private static final int ROUNDS = 100;

    @Test
    void aPlacementReachesItsNodeInMilliseconds() throws Exception {
        try (Cluster cluster = new Cluster(Duration.ofSeconds(1))) {
            FakeAgent agent = cluster.agent("builder", "build", 1_000_000, any -> Script.COMPLETES);
            Semaphore news = new Semaphore(0);
            List<Long> micros = new ArrayList<>();
            try (Notifications notifications =
                    new Notifications(cluster.database().api(), Map.of("slipway_node", id -> news.release()))) {
                assertThat(news.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
                for (int round = 0; round < WARM + ROUNDS; round++) {
                    long took = place(cluster, agent, news, round);
                    if (round >= WARM) {
                        micros.add(took / 1_000);
                    }
                }
            }
            micros.sort(Long::compare);
            System.out.printf(
                    "asked to named by a sync: p50 %.1f ms, p95 %.1f ms%n",
                    micros.get(ROUNDS / 2) / 1e3, micros.get(ROUNDS * 95 / 100) / 1e3);
            // The bar is 15 ms; a shared machine under load is given room.
            assertThat(micros.get(ROUNDS / 2)).isLessThan(60_000L);
        }
    }

    private static long place(Cluster cluster, FakeAgent agent, Semaphore news, int round) throws Exception {
        JobKey key = new JobKey("shop", "build", "local", "t-" + round);
        news.drainPermits();
        long begin = System.nanoTime();
        cluster.database()
                .worker()
                .useTransaction(handle -> Jobs.submitBatch(handle, key, Specs.batch("m" + round, 10), "w", "test"));
        SyncReply reply = agent.sync();
        while (reply.allocations().isEmpty()) {
            assertThat(news.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            reply = agent.sync();
        }
        long took = System.nanoTime() - begin;
        agent.step();
        Await.until(Cluster.LIMIT, () -> atRest(cluster), cluster::dump);
        return took;
    }

    private static boolean atRest(Cluster cluster) {
        return cluster.database()
                .worker()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) = 0 from evaluation where state = 'pending'")
                        .mapTo(Boolean.class)
                        .one());
    }
}
