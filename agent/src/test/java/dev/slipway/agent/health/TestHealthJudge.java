package dev.slipway.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestHealthJudge {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
    private final HealthJudge judge = new HealthJudge(Duration.ofSeconds(10), START.plusSeconds(60), null);

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void healthyAfterBeingWellLongEnough() {
        assertThat(judge.look(true, false, at(5))).isNull();
        assertThat(judge.next()).contains(at(15));
        assertThat(judge.look(true, false, at(14))).isNull();
        assertThat(judge.look(true, false, at(15))).isTrue();
        assertThat(judge.next()).isEmpty();
    }

    @Test
    void aBreakBeginsTheTimeAnew() {
        judge.look(true, false, at(5));
        judge.look(false, false, at(14));
        assertThat(judge.look(true, false, at(15))).isNull();
        assertThat(judge.look(true, false, at(24))).isNull();
        assertThat(judge.look(true, false, at(25))).isTrue();
    }

    @Test
    void unhealthyAtTheDeadlineAlsoWhenWellSinceShortBeforeIt() {
        judge.look(true, false, at(55));
        assertThat(judge.next()).contains(at(60));
        assertThat(judge.look(true, false, at(60))).isFalse();
        assertThat(judge.look(true, false, at(70))).isFalse();
    }

    @Test
    void unhealthyAtOnceWhenATaskFailedForGoodAlsoAfterHavingBeenHealthy() {
        assertThat(judge.look(false, true, at(1))).isFalse();
        HealthJudge decided = new HealthJudge(Duration.ZERO, START, true);
        assertThat(decided.look(false, false, at(100))).isTrue();
        assertThat(decided.look(false, true, at(100))).isFalse();
    }

    @Test
    void noTimeAskedIsHealthyAtTheFirstGoodLook() {
        assertThat(new HealthJudge(Duration.ZERO, at(60), null).look(true, false, at(0)))
                .isTrue();
    }
}
