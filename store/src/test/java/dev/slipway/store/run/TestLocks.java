package dev.slipway.store.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.RunState;
import dev.slipway.store.Waits;
import dev.slipway.store.testing.TestingDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestLocks {
    private TestingDatabase database;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        SampleRows.insert(database);
        database.owner().useTransaction(handle -> {
            for (int number = 2; number <= 5; number++) {
                SampleRows.run(handle, number);
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void firstComeFirstServedWithGrowingTokens() {
        LockAnswer first = take(request(1, "a"));
        assertThat(first.granted()).isTrue();
        assertThat(take(request(1, "a"))).as("asked again").isEqualTo(first);
        assertThat(take(request(2, "a"))).isEqualTo(new LockAnswer(false, 0, "run/shop/web/1"));
        assertThat(take(request(3, "a")).granted()).isFalse();

        assertThat(release(1)).containsExactly("a");
        LockAnswer second = take(request(2, "a"));
        assertThat(second.granted()).isTrue();
        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(take(request(3, "a")).granted()).isFalse();
        assertThat(release(2)).isEmpty();
        assertThat(take(request(3, "a")).granted()).isTrue();
    }

    @Test
    void askedAgainAfterItsReleaseARequestQueuesBehindTheOthers() {
        LockAnswer first = take(request(1, "a"));
        take(request(2, "a"));
        release(1);
        assertThat(take(request(1, "a"))).isEqualTo(new LockAnswer(false, 0, "run/shop/web/2"));
        assertThat(release(2)).isEmpty();
        LockAnswer again = take(request(1, "a"));
        assertThat(again.granted()).isTrue();
        assertThat(again.token()).isGreaterThan(first.token());
    }

    @Test
    void theNextInTheQueueIsToldThroughItsWait() {
        take(request(1, "a"));
        take(request(2, "a"));
        database.worker()
                .useTransaction(handle -> Waits.open(
                        handle,
                        request(2, "a").key(),
                        "run/shop/web/2",
                        "lock",
                        dev.slipway.model.ModelJson.mapper().createObjectNode(),
                        null,
                        null));
        release(1);
        assertThat(SampleRows.value(database, "select answer ->> 'outcome' from wait"))
                .isEqualTo("granted");
        assertThat(SampleRows.value(database, "select target || ' ' || kind from outbox"))
                .isEqualTo("run/shop/web/2 signal");
    }

    @Test
    void aRequestForSeveralLocksIsHeldOnlyWhole() {
        take(request(1, "a"));
        take(request(2, "b"));
        LockRequest both = request(3, "b", "a");
        assertThat(take(both).granted()).isFalse();
        release(1);
        assertThat(held(both)).isFalse();
        release(2);
        assertThat(held(both)).isTrue();
        assertThat(take(both).granted()).isTrue();
    }

    @Test
    void whatBelongsToARunThatIsOverIsFreed() {
        take(request(1, "a"));
        take(request(2, "a"));
        database.worker().useTransaction(handle -> {
            assertThat(Locks.reap(handle)).isZero();
            handle.attach(Runs.class).begin("run/shop/web/1", 1);
            handle.attach(Runs.class).finish("run/shop/web/1", 1, RunState.FAILED, "UNAVAILABLE", "");
            assertThat(Locks.reap(handle)).isEqualTo(1);
        });
        assertThat(take(request(2, "a")).granted()).isTrue();
    }

    @Test
    void manyAtOnceForCrossingSetsOfLocksAllGetTheirTurn() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        List<Future<?>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            IntStream.range(0, 40).forEach(index -> runs.add(threads.submit(() -> useBoth(index, inside))));
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertThat(SampleRows.value(database, "select count(*) from lock_ticket where released_at is null"))
                .isEqualTo("0");
    }

    private void useBoth(int index, AtomicInteger inside) {
        List<String> names = index % 2 == 0 ? List.of("a", "b") : List.of("b", "a");
        LockRequest request = new LockRequest("shop", "staging", names, "owner-" + index, "key-" + index);
        while (!take(request).granted()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(inside.incrementAndGet()).isEqualTo(1);
        inside.decrementAndGet();
        database.worker().useTransaction(handle -> Locks.release(handle, "shop", "staging", request.owner()));
    }

    private LockAnswer take(LockRequest request) {
        return database.worker().inTransaction(handle -> Locks.take(handle, request));
    }

    private boolean held(LockRequest request) {
        return database.worker().inTransaction(handle -> Locks.held(handle, request));
    }

    private List<String> release(int number) {
        return database.worker()
                .inTransaction(handle -> Locks.release(handle, "shop", "staging", "run/shop/web/" + number));
    }

    private static LockRequest request(int number, String... names) {
        String owner = "run/shop/web/" + number;
        return new LockRequest("shop", "staging", List.of(names), owner, owner + "/1/staging/request/lock");
    }
}
