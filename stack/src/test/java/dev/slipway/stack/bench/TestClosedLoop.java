package dev.slipway.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TestClosedLoop {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void blocksAreCutOutOfWhatGoesOn() {
        try (ClosedLoop loop = new ClosedLoop(1, this::pause)) {
            List<Double> first = loop.take(new Block(3, LONG));
            List<Double> second = loop.take(new Block(3, LONG));
            assertThat(first).hasSizeGreaterThanOrEqualTo(3).isSorted();
            assertThat(second).hasSizeGreaterThanOrEqualTo(3).isSorted();
            assertThat(second.getFirst()).isGreaterThan(first.getLast());
        }
    }

    @Test
    void everySlotIsKeptBusy() {
        int slots = 5;
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch together = new CountDownLatch(slots);
        ClosedLoop.Work work = slot -> {
            seen.add(slot);
            together.countDown();
            together.await();
            return 1;
        };
        try (ClosedLoop loop = new ClosedLoop(slots, work)) {
            loop.begin(new Block(1, LONG));
        }
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void aBlockEndsWhenItsTimeIsUp() {
        try (ClosedLoop loop = new ClosedLoop(1, this::pause)) {
            assertThat(loop.take(new Block(1_000_000, Duration.ofMillis(500)))).hasSizeBetween(1, 999_999);
        }
    }

    @Test
    void oneFailureEndsItAll() {
        ClosedLoop.Work work = slot -> {
            throw new IOException("run 7 ended as failed");
        };
        assertThatThrownBy(() -> {
                    try (ClosedLoop loop = new ClosedLoop(3, work)) {
                        loop.take(new Block(10, LONG));
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("run 7 ended as failed");
    }

    @Test
    void noBlockIsEmptyHoweverSlowTheWorkIs() {
        ClosedLoop.Work slow = slot -> {
            boolean done = new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
            return done ? 0 : 1;
        };
        try (ClosedLoop loop = new ClosedLoop(1, slow)) {
            assertThat(loop.take(new Block(5, Duration.ofMillis(1)))).hasSize(1);
        }
    }

    @Test
    void warmIsWhenProcessorTimeNoLongerFalls() {
        assertThat(Levels.isLevel(List.of())).isFalse();
        assertThat(Levels.isLevel(List.of(100.0, 99.0))).isFalse();
        assertThat(Levels.isLevel(List.of(200.0, 150.0, 149.0))).isFalse();
        assertThat(Levels.isLevel(List.of(200.0, 150.0, 149.0, 148.0))).isTrue();
        assertThat(Levels.isLevel(List.of(150.0, 160.0, 120.0))).isFalse();
    }

    @Test
    void mediansAreOfTheMiddle() {
        assertThat(Medians.of(List.of(9.0, 1.0, 4.0))).isEqualTo(4.0);
        assertThat(Medians.of(List.of(1.0, 2.0))).isEqualTo(1.5);
        assertThat(Medians.of(List.of())).isNaN();
    }

    private double pause(int slot) throws InterruptedException {
        boolean done = new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
        return done ? slot : ended.incrementAndGet();
    }
}
