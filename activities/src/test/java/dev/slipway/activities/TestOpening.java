package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.Opening;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the opening of a rollout hears of its end, and which messages that saves. */
final class TestOpening {
    private static final Answer HEALTHY = new Answer(true, "healthy", "healthy it is");

    @TempDir
    Path folder;

    @Test
    void aRolloutOverWhileItsOpeningListensIsToldWithoutAMessage() throws Exception {
        try (Bench bench = new Bench(folder, Duration.ofSeconds(2));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            DeploymentInput rollout = configured(bench);
            Future<Opening> opening = threads.submit(() -> bench.deployment.open(rollout));
            String key = listening(bench);
            bench.answer(key, "healthy");
            bench.news.heard(key);
            assertThat(opening.get()).isEqualTo(new Opening(key, HEALTHY));
            assertThat(unsentNow(bench)).isEqualTo("0");
            bench.deployment.complete(rollout);
            assertThat(bench.value("select count(*) from outbox where kind = 'signal' and done_at is null"))
                    .isEqualTo("0");
        }
    }

    @Test
    void whatWasAnsweredWhileNobodyListenedIsToldByAMessageAtOnce() throws Exception {
        try (Bench bench = new Bench(folder)) {
            DeploymentInput rollout = configured(bench);
            Opening first = bench.deployment.open(rollout);
            assertThat(first.answer()).isNull();
            bench.answer(first.key(), "healthy");
            assertThat(unsentNow(bench)).isEqualTo("1");
            assertThat(bench.deployment.open(rollout)).isEqualTo(new Opening(first.key(), HEALTHY));
        }
    }

    @Test
    void aWorkerThatDiesWhileListeningLosesNoMessage() throws Exception {
        try (Bench bench = new Bench(folder, Duration.ofSeconds(2));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            DeploymentInput rollout = configured(bench);
            Future<Opening> dying = threads.submit(() -> bench.deployment.open(rollout));
            bench.answer(listening(bench), "healthy");
            dying.cancel(true);
            assertThat(bench.value("""
                    select count(*) from outbox where kind = 'signal' and done_at is null
                        and next_at <= now() + interval '2 seconds'""")).isEqualTo("1");
        }
    }

    @Test
    void aWorkflowTaskIsNotHeldUpForLong() {
        assertThatThrownBy(() -> new AnswerNews(Duration.ofMillis(2_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 s");
    }

    private static DeploymentInput configured(Bench bench) throws Exception {
        RunInput input = bench.accept(Samples.files(), false);
        RequestResult request = bench.request(input.ref(), bench.begin(input), "staging");
        return bench.run
                .configure(input.ref(), "staging", request)
                .deployments()
                .getFirst();
    }

    private static String listening(Bench bench) {
        while (bench.value("select count(*) from wait where listened_until is not null")
                .equals("0")) {
            LockSupport.parkNanos(1_000_000);
        }
        return bench.value("select key from wait where listened_until is not null");
    }

    private static String unsentNow(Bench bench) {
        return bench.value(
                "select count(*) from outbox where kind = 'signal' and done_at is null and next_at <= now()");
    }
}
