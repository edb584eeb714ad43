package dev.slipway.scheduler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.AllocationState;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.JobKey;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.spec.UpdateSpec;
import dev.slipway.scheduler.testing.Await;
import dev.slipway.scheduler.testing.Cluster;
import dev.slipway.scheduler.testing.FakeAgent;
import dev.slipway.scheduler.testing.FakeAgent.Script;
import dev.slipway.scheduler.testing.Specs;
import dev.slipway.store.placement.Deployments;
import dev.slipway.store.placement.Evaluations;
import dev.slipway.store.placement.JobRow;
import dev.slipway.store.placement.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestRollouts {
    private static final JobKey WEB = new JobKey("shop", "staging", "local", "web");

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
    void rollsTheFirstVersionOut() {
        FakeAgent agent =
                cluster.agent("one", "default", 4_000, any -> Script.HEALTHY).start();
        String workflowId = cluster.deploy(WEB, Specs.web("one", 3, Specs.QUICK));
        assertThat(cluster.awaitAnswer(workflowId + "/wait", "healthy")).isEqualTo("3 instances of version 1 healthy");
        cluster.database().worker().useTransaction(handle -> Deployments.complete(handle, workflowId));
        assertThat(cluster.live(WEB, 1)).hasSize(3).allMatch(allocation -> Boolean.TRUE.equals(allocation.healthy()));
        assertThat(agent.running()).hasSize(3);
        JobRow job = job();
        assertThat(job.desiredVersion()).isEqualTo(1);
        assertThat(job.stableVersion()).isEqualTo(1);
        assertThat(services("healthy")).isEqualTo(3);
    }

    @Test
    void replacesTheOldVersionOneByOneWhileAsManyServe() {
        cluster.agent("one", "default", 4_000, any -> Script.HEALTHY).start();
        cluster.complete(WEB, Specs.web("one", 3, Specs.QUICK));
        String workflowId = cluster.complete(WEB, Specs.web("two", 3, Specs.QUICK));
        assertThat(cluster.live(WEB, 2)).hasSize(3);
        assertThat(cluster.live(WEB, 1)).isEmpty();
        assertThat(cluster.deployment(workflowId).state()).isEqualTo(DeploymentState.SUCCESSFUL);
        Await.until(
                Cluster.LIMIT,
                () -> cluster.allocations(WEB).stream()
                        .filter(allocation -> allocation.version() == 1)
                        .allMatch(allocation -> allocation.clientState() == AllocationState.COMPLETE),
                cluster::dump);
        assertThat(services("healthy")).isEqualTo(3);
        assertThat(services("draining")).isZero();
    }

    @Test
    void aVersionThatRunsAlreadyIsHealthyAtOnce() {
        cluster.agent("one", "default", 4_000, any -> Script.HEALTHY).start();
        cluster.complete(WEB, Specs.web("one", 2, Specs.QUICK));
        List<String> before =
                cluster.live(WEB, 1).stream().map(AllocationView::id).toList();
        cluster.complete(WEB, Specs.web("one", 2, Specs.QUICK));
        assertThat(cluster.live(WEB, 1)).extracting(AllocationView::id).containsExactlyElementsOf(before);
    }

    @Test
    void anotherCountKeepsTheInstancesThatAreThere() {
        cluster.agent("one", "default", 4_000, any -> Script.HEALTHY).start();
        cluster.complete(WEB, Specs.web("one", 2, Specs.QUICK));
        List<String> before =
                cluster.live(WEB, 1).stream().map(AllocationView::id).toList();
        cluster.complete(WEB, Specs.web("one", 4, Specs.QUICK));
        assertThat(cluster.live(WEB, 2))
                .hasSize(4)
                .extracting(AllocationView::id)
                .containsAll(before);
        cluster.complete(WEB, Specs.web("one", 1, Specs.QUICK));
        assertThat(cluster.live(WEB, 3)).hasSize(1);
        assertThat(cluster.live(WEB, 2)).isEmpty();
    }

    @Test
    void anUnhealthyVersionIsRevertedWhileTheOldOneServes() {
        cluster.agent("one", "default", 4_000, assigned -> assigned.version() == 2 ? Script.FAILS : Script.HEALTHY)
                .start();
        cluster.complete(WEB, Specs.web("one", 3, Specs.QUICK));
        List<String> stable =
                cluster.live(WEB, 1).stream().map(AllocationView::id).toList();
        String workflowId = cluster.deploy(WEB, Specs.web("two", 3, Specs.QUICK));
        assertThat(cluster.awaitAnswer(workflowId + "/wait", "unhealthy"))
                .isEqualTo("web[0] of version 2 failed: exit code 3");
        assertThat(cluster.live(WEB, 1)).extracting(AllocationView::id).containsExactlyElementsOf(stable);
        revert(workflowId, 1L);
        assertThat(cluster.live(WEB, 1)).extracting(AllocationView::id).containsExactlyElementsOf(stable);
        assertThat(cluster.live(WEB, 2)).isEmpty();
        assertThat(job().desiredVersion()).isEqualTo(1);
        assertThat(cluster.deployment(workflowId).revertedTo()).isEqualTo(1);
    }

    @Test
    void aHalfRolledVersionIsRolledBack() {
        cluster.agent(
                        "one",
                        "default",
                        4_000,
                        assigned ->
                                assigned.version() == 2 && assigned.index() == 1 ? Script.UNHEALTHY : Script.HEALTHY)
                .start();
        cluster.complete(WEB, Specs.web("one", 3, Specs.QUICK));
        String workflowId = cluster.deploy(WEB, Specs.web("two", 3, Specs.QUICK));
        cluster.awaitAnswer(workflowId + "/wait", "unhealthy");
        assertThat(cluster.live(WEB, 1)).hasSize(2);
        revert(workflowId, 1L);
        assertThat(cluster.live(WEB, 1)).hasSize(3).allMatch(allocation -> Boolean.TRUE.equals(allocation.healthy()));
        assertThat(cluster.live(WEB, 2)).isEmpty();
    }

    @Test
    void anAgentThatNeverDecidesIsDecidedFor() {
        cluster.agent("one", "default", 4_000, any -> Script.SILENT).start();
        UpdateSpec short1 = Specs.update(1, Duration.ofMillis(300));
        String workflowId = cluster.deploy(WEB, Specs.web("one", 1, short1));
        assertThat(cluster.awaitAnswer(workflowId + "/wait", "unhealthy"))
                .isEqualTo("web[0] of version 1 was not healthy within 300ms");
        Optional<Long> target = cluster.database()
                .worker()
                .inTransaction(handle -> Deployments.beginRevert(handle, workflowId, "late", workflowId + "/back"));
        assertThat(target).isEmpty();
        cluster.database()
                .worker()
                .useTransaction(
                        handle -> Deployments.end(handle, workflowId, DeploymentState.FAILED, "not healthy", null));
        Await.until(Cluster.LIMIT, () -> cluster.live(WEB, 1).isEmpty(), cluster::dump);
    }

    @Test
    void withoutRoomItSaysSoAndEndsByDeadlineOrGoesOnWithANewNode() {
        cluster.agent("small", "default", 100, any -> Script.HEALTHY).start();
        UpdateSpec slow = new UpdateSpec(1, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(3), false);
        String workflowId = cluster.deploy(WEB, Specs.web("one", 1, 500, slow));
        Await.until(
                Cluster.LIMIT,
                () -> cluster.deployment(workflowId)
                        .description()
                        .equals("no capacity: small: cpu 100 of 100 free, 500 needed"),
                cluster::dump);
        cluster.agent("large", "default", 1_000, any -> Script.HEALTHY).start();
        cluster.awaitAnswer(workflowId + "/wait", "healthy");
        cluster.database().worker().useTransaction(handle -> Deployments.complete(handle, workflowId));

        String second = cluster.deploy(WEB, Specs.web("two", 1, 5_000, slow));
        assertThat(cluster.awaitAnswer(second + "/wait", "deadline"))
                .contains("no capacity: ")
                .contains("large: cpu 500 of 1000 free, 5000 needed")
                .contains("no instance became healthy within 3s");
    }

    @Test
    void withoutRoomForBothVersionsTheOldOneStopsFirst() {
        cluster.agent("one", "default", 1_000, any -> Script.HEALTHY).start();
        cluster.complete(WEB, Specs.web("one", 2, 500, Specs.QUICK));
        String workflowId = cluster.deploy(WEB, Specs.web("two", 2, 500, Specs.QUICK));
        cluster.awaitAnswer(workflowId + "/wait", "healthy");
        assertThat(cluster.deployment(workflowId).description()).contains("no node has room for both versions");
        assertThat(cluster.live(WEB, 2)).hasSize(2);
    }

    @Test
    void aFailedInstanceIsReplacedAfterAWait() {
        cluster.agent("one", "default", 4_000, any -> Script.HEALTHY).start();
        cluster.complete(WEB, Specs.web("one", 2, Specs.QUICK));
        AllocationView victim = cluster.live(WEB, 1).getFirst();
        cluster.database()
                .owner()
                .useTransaction(handle ->
                        handle.createUpdate("""
                                update allocation set client_state = 'failed', client_updated_at = now()
                                where id = cast(:id as uuid)""").bind("id", victim.id()).execute());
        request();
        Await.until(
                Cluster.LIMIT,
                () -> cluster.live(WEB, 1).stream()
                                .filter(allocation -> Boolean.TRUE.equals(allocation.healthy()))
                                .count()
                        == 2,
                cluster::dump);
        assertThat(cluster.live(WEB, 1)).extracting(AllocationView::id).doesNotContain(victim.id());
    }

    @Test
    void aStoppedJobStops() {
        cluster.agent("one", "default", 4_000, any -> Script.HEALTHY).start();
        cluster.complete(WEB, Specs.web("one", 2, Specs.QUICK));
        cluster.database().worker().useTransaction(handle -> Jobs.stop(handle, WEB));
        Await.until(
                Cluster.LIMIT,
                () -> cluster.allocations(WEB).stream()
                        .allMatch(allocation -> allocation.clientState().isFinal()),
                cluster::dump);
        assertThat(services("healthy") + services("draining")).isZero();
        cluster.complete(WEB, Specs.web("two", 1, Specs.QUICK));
        assertThat(job().stopped()).isFalse();
        assertThat(cluster.live(WEB, 2)).hasSize(1);
    }

    private void revert(String workflowId, long expected) {
        String back = workflowId + "/back";
        Optional<Long> target = cluster.database()
                .worker()
                .inTransaction(handle -> Deployments.beginRevert(handle, workflowId, "unhealthy", back));
        assertThat(target).contains(expected);
        cluster.awaitAnswer(back, "reverted");
        cluster.database()
                .worker()
                .useTransaction(
                        handle -> Deployments.end(handle, workflowId, DeploymentState.FAILED, "unhealthy", expected));
    }

    private void request() {
        cluster.database().worker().useTransaction(handle -> Evaluations.request(handle, WEB.text(), "test"));
    }

    private JobRow job() {
        return cluster.database()
                .worker()
                .jdbi()
                .withHandle(handle -> Jobs.find(handle, WEB).orElseThrow());
    }

    private long services(String state) {
        return cluster.database()
                .worker()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from service_instance where state = :state")
                        .bind("state", state)
                        .mapTo(Long.class)
                        .one());
    }
}
