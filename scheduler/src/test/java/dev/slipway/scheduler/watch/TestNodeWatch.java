package dev.slipway.scheduler.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.AllocationState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.NodeState;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.AllocationView;
import dev.slipway.scheduler.testing.Await;
import dev.slipway.scheduler.testing.Cluster;
import dev.slipway.scheduler.testing.FakeAgent;
import dev.slipway.scheduler.testing.FakeAgent.Script;
import dev.slipway.scheduler.testing.Specs;
import dev.slipway.store.Notifications;
import dev.slipway.store.Waits;
import dev.slipway.store.node.LastSeen;
import dev.slipway.store.node.Nodes;
import dev.slipway.store.placement.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestNodeWatch {
    private static final JobKey WEB = new JobKey("shop", "staging", "local", "web");
    private static final JobKey TASK = new JobKey("shop", "build", "local", "t-1");
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofMillis(500);

    private Cluster cluster;
    private LastSeen lastSeen;
    private NodeWatch watch;
    private Notifications notifications;

    @BeforeEach
    void open() {
        cluster = new Cluster(Duration.ofMillis(100));
        lastSeen = new LastSeen(cluster.database().api());
        watch = new NodeWatch(cluster.database().worker(), LEASE, MARGIN);
        notifications = new Notifications(cluster.database().worker(), Map.of(NodeWatch.CHANNEL, watch::heard));
    }

    @AfterEach
    void close() throws Exception {
        notifications.close();
        watch.close();
        lastSeen.close();
        cluster.close();
    }

    @Test
    void aSilentNodeIsLostItsInstancesMoveAndItComesBackFenced() {
        FakeAgent first = agent("first", "default");
        cluster.complete(WEB, Specs.web("one", 1, Specs.QUICK));
        AllocationView lost = cluster.live(WEB, 1).getFirst();
        assertThat(lost.nodeId()).isEqualTo(first.nodeId());
        FakeAgent second = agent("second", "default");
        first.pause();
        Await.until(Cluster.LIMIT, () -> second.running().size() == 1, cluster::dump);
        assertThat(state(first)).isEqualTo(NodeState.DOWN);
        assertThat(state(second)).isEqualTo(NodeState.READY);
        assertThat(cluster.allocations(WEB))
                .filteredOn(allocation -> allocation.id().equals(lost.id()))
                .extracting(AllocationView::clientState)
                .containsExactly(AllocationState.LOST);
        assertThatThrownBy(first::sync)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STALE_EPOCH));
        assertThatThrownBy(() -> first.send(List.of()))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STALE_EPOCH));
        long before = first.epoch();
        first.resume();
        Await.until(Cluster.LIMIT, () -> first.running().isEmpty() && first.epoch() == before + 1, cluster::dump);
        Await.until(Cluster.LIMIT, () -> state(first) == NodeState.READY, cluster::dump);
        assertThat(cluster.live(WEB, 1)).extracting(AllocationView::nodeId).containsExactly(second.nodeId());
    }

    @Test
    void aPipelineTaskOnALostNodeIsRunAgain() {
        FakeAgent first = cluster.agent("first", "build", 1_000, any -> Script.HEALTHY);
        keepSeen(first);
        first.start();
        cluster.database().worker().useTransaction(handle -> {
            Waits.open(handle, "wait", "run/1", "task", ModelJson.mapper().createObjectNode(), null, null);
            Jobs.submitBatch(handle, TASK, Specs.batch("one", 100), "wait", "test");
        });
        Await.until(Cluster.LIMIT, () -> first.running().size() == 1, cluster::dump);
        first.pause();
        Await.until(Cluster.LIMIT, () -> state(first) == NodeState.DOWN, cluster::dump);
        assertThat(cluster.answer("wait")).isEmpty();
        FakeAgent second = cluster.agent("second", "build", 1_000, any -> Script.COMPLETES);
        keepSeen(second);
        second.start();
        cluster.awaitAnswer("wait", "complete");
        assertThat(cluster.allocations(TASK)).hasSize(2);
    }

    @Test
    void nobodyIsLostWhileTheServiceIsAway() throws InterruptedException {
        FakeAgent agent = agent("first", "default");
        cluster.complete(WEB, Specs.web("one", 1, Specs.QUICK));
        lastSeen.close();
        agent.pause();
        assertThat(new CountDownLatch(1).await(5, TimeUnit.SECONDS)).isFalse();
        assertThat(state(agent)).isEqualTo(NodeState.READY);
        assertThat(cluster.live(WEB, 1)).hasSize(1);
        lastSeen = new LastSeen(cluster.database().api());
        agent.resume();
        keepSeen(agent);
        Await.until(Duration.ofSeconds(5), () -> state(agent) == NodeState.READY, cluster::dump);
        agent.pause();
        Await.until(Cluster.LIMIT, () -> state(agent) == NodeState.DOWN, cluster::dump);
    }

    /** Gone too shortly for a gap in its signs, yet nodes that pause between calls missed it. */
    @Test
    void nobodyIsLostBecauseTheServiceBeganAnew() throws InterruptedException {
        FakeAgent agent = agent("first", "default");
        cluster.complete(WEB, Specs.web("one", 1, Specs.QUICK));
        agent.pause();
        for (int i = 0; i < 6; i++) {
            lastSeen.close();
            lastSeen = new LastSeen(cluster.database().api());
            assertThat(new CountDownLatch(1).await(900, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(state(agent)).isEqualTo(NodeState.READY);
        }
        Await.until(Cluster.LIMIT, () -> state(agent) == NodeState.DOWN, cluster::dump);
    }

    private FakeAgent agent(String name, String pool) {
        FakeAgent agent = cluster.agent(name, pool, 1_000, any -> Script.HEALTHY);
        keepSeen(agent);
        return agent.start();
    }

    private void keepSeen(FakeAgent agent) {
        agent.seenBy(lastSeen::seen);
    }

    private NodeState state(FakeAgent agent) {
        return cluster.database()
                .api()
                .jdbi()
                .withHandle(handle ->
                        Nodes.find(handle, agent.nodeId()).orElseThrow().state());
    }
}
