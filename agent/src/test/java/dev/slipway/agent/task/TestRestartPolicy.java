package dev.slipway.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.task.RestartPolicy.Next;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.RestartSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestRestartPolicy {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration DELAY = Duration.ofSeconds(1);

    private static RestartPolicy policy(JobType type, int attempts, RestartSpec.Mode mode) {
        return RestartPolicy.of(type, new RestartSpec(attempts, Duration.ofMinutes(1), DELAY, mode));
    }

    private static Instant ago(int seconds) {
        return NOW.minusSeconds(seconds);
    }

    @Test
    void batchIsDoneAfterAGoodEndAndServiceNever() {
        assertThat(policy(JobType.BATCH, 2, RestartSpec.Mode.FAIL).afterEnd(true, List.of(), NOW))
                .isEqualTo(new Next.Done());
        assertThat(policy(JobType.SYSBATCH, 2, RestartSpec.Mode.FAIL).afterEnd(true, List.of(), NOW))
                .isEqualTo(new Next.Done());
        assertThat(policy(JobType.SERVICE, 2, RestartSpec.Mode.FAIL).afterEnd(true, List.of(), NOW))
                .isEqualTo(new Next.Restart(DELAY));
        assertThat(policy(JobType.SYSTEM, 2, RestartSpec.Mode.FAIL).afterEnd(true, List.of(), NOW))
                .isEqualTo(new Next.Restart(DELAY));
    }

    @Test
    void theWindowSlides() {
        RestartPolicy policy = policy(JobType.SERVICE, 2, RestartSpec.Mode.FAIL);

        assertThat(policy.afterEnd(false, List.of(ago(50), ago(10)), NOW)).isInstanceOf(Next.GiveUp.class);
        assertThat(policy.afterEnd(false, List.of(ago(61), ago(10)), NOW)).isEqualTo(new Next.Restart(DELAY));
    }

    @Test
    void delayModeWaitsUntilTheWindowHasRoom() {
        RestartPolicy policy = policy(JobType.SERVICE, 2, RestartSpec.Mode.DELAY);

        assertThat(policy.afterEnd(false, List.of(ago(50), ago(10)), NOW))
                .isEqualTo(new Next.Restart(Duration.ofSeconds(10)));
        assertThat(policy(JobType.SERVICE, 0, RestartSpec.Mode.DELAY).afterEnd(false, List.of(), NOW))
                .isEqualTo(new Next.Restart(Duration.ofMinutes(1)));
    }

    @Test
    void noAttemptsMeansNoRestart() {
        assertThat(policy(JobType.BATCH, 0, RestartSpec.Mode.FAIL).afterFailedStart(List.of(), NOW))
                .isEqualTo(new Next.GiveUp("its restart policy allows no restart"));
    }

    @Test
    void defaultsDependOnTheType() {
        assertThat(RestartPolicy.of(JobType.SERVICE, null).afterEnd(false, List.of(ago(1), ago(2)), NOW))
                .isInstanceOf(Next.GiveUp.class);
        assertThat(RestartPolicy.of(JobType.BATCH, null).afterEnd(false, List.of(ago(1), ago(2)), NOW))
                .isEqualTo(new Next.Restart(Duration.ofSeconds(15)));
    }

    @Test
    void neverMoreRestartsInAnyWindowThanAllowed() {
        Random random = new Random(17);
        for (RestartSpec.Mode mode : RestartSpec.Mode.values()) {
            RestartPolicy policy = policy(JobType.SERVICE, 3, mode);
            List<Instant> restarts = new ArrayList<>();
            Instant now = NOW;
            for (int round = 0; round < 500; round++) {
                now = now.plusMillis(random.nextInt(20_000));
                if (policy.afterEnd(false, restarts, now) instanceof Next.Restart(Duration delay)) {
                    now = now.plus(delay);
                    restarts.add(now);
                }
            }
            for (int index = 3; index < restarts.size(); index++) {
                assertThat(Duration.between(restarts.get(index - 3), restarts.get(index)))
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
            }
        }
    }
}
