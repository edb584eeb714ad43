package dev.slipway.store.placement;

import static dev.slipway.store.placement.PlacementFixture.WEB;
import static dev.slipway.store.placement.PlacementFixture.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.spec.JobType;
import dev.slipway.store.Database;
import dev.slipway.store.placement.PlacementPlan.Blocked;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestEvaluations {
    private static final PlacementPlan NOTHING =
            new PlacementPlan(List.of(), List.of(), List.of(), null, null, null, null);

    private TestingDatabase database;
    private Database worker;

    @BeforeEach
    void open() {
        database = PlacementFixture.database();
        worker = database.worker();
        worker.useTransaction(handle -> Jobs.registerVersion(handle, WEB, job(JobType.SERVICE, "one"), "test"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aJobHasOnePendingEvaluation() {
        request();
        request();
        worker.useTransaction(handle -> Evaluations.requestAll(handle, Set.of(WEB.text()), "again"));
        assertThat(count("pending")).isEqualTo(1);
        assertThat(evaluate()).isTrue();
        assertThat(evaluate()).isFalse();
        assertThat(count("complete")).isEqualTo(1);
    }

    @Test
    void aRequestWaitsForTheSchedulerAtWorkAndIsNotSwallowed() throws Exception {
        request();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            CountDownLatch asked = new CountDownLatch(1);
            Future<?> request = worker.jdbi().inTransaction(handle -> {
                ClaimedEvaluation claimed = Plans.claim(handle).orElseThrow();
                Future<?> other = executor.submit(() -> {
                    asked.countDown();
                    request();
                });
                assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
                Plans.commit(handle, claimed, NOTHING, Duration.ZERO);
                return other;
            });
            request.get(5, TimeUnit.SECONDS);
        }
        assertThat(count("pending")).isEqualTo(1);
    }

    @Test
    void theSchedulerDoesNotTakeARequestBeforeItsTransactionEnds() throws Exception {
        request();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            worker.jdbi().useTransaction(handle -> {
                Evaluations.request(handle, WEB.text(), "again");
                assertThat(executor.submit(this::evaluate).get(5, TimeUnit.SECONDS))
                        .isFalse();
            });
        }
        assertThat(evaluate()).isTrue();
    }

    @Test
    void aBlockedJobIsKnownByItsPoolAndClearedByTheNextLook() {
        request();
        PlacementPlan blocked = new PlacementPlan(
                List.of(), List.of(), List.of(), null, null, null, new Blocked(List.of("no room"), 100, 1));
        worker.useTransaction(
                handle -> Plans.commit(handle, Plans.claim(handle).orElseThrow(), blocked, Duration.ZERO));
        assertThat(blockedIn("default")).containsExactly(WEB.text());
        assertThat(blockedIn("build")).isEmpty();
        Duration next =
                worker.jdbi().withHandle(handle -> Plans.untilNext(handle).orElseThrow());
        assertThat(next).isLessThan(Duration.ofMillis(251));
        request();
        assertThat(evaluate()).isTrue();
        assertThat(count("blocked")).isZero();
        assertThat(count("cancelled")).isEqualTo(1);
    }

    @Test
    void anEvaluationThatFailsIsPutOff() {
        request();
        ClaimedEvaluation claimed =
                worker.inTransaction(handle -> Plans.claim(handle).orElseThrow());
        worker.useTransaction(handle -> Plans.putOff(handle, claimed, Duration.ofMinutes(1), "broken"));
        assertThat(evaluate()).isFalse();
        request();
        ClaimedEvaluation again =
                worker.inTransaction(handle -> Plans.claim(handle).orElseThrow());
        assertThat(again.attempts()).isEqualTo(1);
    }

    private void request() {
        worker.useTransaction(handle -> Evaluations.request(handle, WEB.text(), "test"));
    }

    private boolean evaluate() {
        return worker.inTransaction(handle -> Plans.claim(handle)
                .map(claimed -> {
                    Plans.commit(handle, claimed, NOTHING, Duration.ZERO);
                    return true;
                })
                .orElse(false));
    }

    private Collection<String> blockedIn(String pool) {
        return worker.jdbi().withHandle(handle -> Evaluations.blockedIn(handle, pool));
    }

    private long count(String state) {
        return worker.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from evaluation where state = :state")
                        .bind("state", state)
                        .mapTo(Long.class)
                        .one());
    }
}
