package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TestCircuitBreaker {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private final CircuitBreaker breaker = new CircuitBreaker(3, Duration.ofSeconds(5), now::get);

    @Test
    void opensAfterConsecutiveFailuresOnly() {
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();
        assertThat(breaker.tryEnter()).isTrue();
        breaker.failed();
        assertThat(breaker.tryEnter()).isFalse();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void letsOneProbeThroughAndClosesWhenItSucceeds() {
        open();
        rest();
        assertThat(breaker.tryEnter()).isTrue();
        assertThat(breaker.tryEnter()).isFalse();
        breaker.succeeded();
        assertThat(breaker.tryEnter()).isTrue();
        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void opensAgainWhenTheProbeFails() {
        open();
        rest();
        assertThat(breaker.tryEnter()).isTrue();
        breaker.failed();
        assertThat(breaker.tryEnter()).isFalse();
        rest();
        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void aProbeThatNeverReportsIsFollowedByAnother() {
        open();
        rest();
        assertThat(breaker.tryEnter()).isTrue();
        rest();
        assertThat(breaker.tryEnter()).isTrue();
        assertThat(breaker.tryEnter()).isFalse();
    }

    private void open() {
        breaker.failed();
        breaker.failed();
        breaker.failed();
    }

    private void rest() {
        now.addAndGet(Duration.ofSeconds(5).toNanos());
    }
}
