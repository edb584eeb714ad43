package dev.slipway.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TestLoop {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void looksAtTheStartWhenWokenAndAfterThePause() throws InterruptedException {
        BlockingQueue<Integer> looks = new LinkedBlockingQueue<>();
        AtomicInteger count = new AtomicInteger();
        Loop.Work work = () -> {
            int look = count.incrementAndGet();
            looks.add(look);
            return look == 2 ? Duration.ofMillis(10) : LONG;
        };
        try (Loop loop = new Loop("test", work)) {
            assertThat(looks.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
            loop.wake();
            assertThat(looks.poll(30, TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(looks.poll(30, TimeUnit.SECONDS)).isEqualTo(3);
        }
        assertThat(looks).isEmpty();
    }

    @Test
    void goesOnAfterWorkThatFailed() throws InterruptedException {
        BlockingQueue<Integer> looks = new LinkedBlockingQueue<>();
        AtomicInteger count = new AtomicInteger();
        Loop.Work work = () -> {
            looks.add(count.incrementAndGet());
            throw new IllegalStateException("broken");
        };
        try (Loop loop = new Loop("test", work)) {
            assertThat(looks.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(looks.poll(30, TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(looks.poll(30, TimeUnit.SECONDS)).isEqualTo(3);
        }
    }

    @Test
    void newsThatComeDuringWorkAreLookedAtAfterwards() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        Loop.Work work = () -> {
            second.countDown();
            working.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return LONG;
        };
        try (Loop loop = new Loop("test", work)) {
            assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
            loop.wake();
            loop.wake();
            go.countDown();
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingWaitsForTheWorkAtHand() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Loop.Work work = () -> {
            working.countDown();
            try {
                go.await();
                done.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return LONG;
        };
        Loop loop = new Loop("test", work);
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(loop::close);
        go.countDown();
        assertThat(closing.join(Duration.ofSeconds(30))).isTrue();
        assertThat(done).hasValue(1);
    }
}
