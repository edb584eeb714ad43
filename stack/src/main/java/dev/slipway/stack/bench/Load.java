package dev.slipway.stack.bench;

import dev.slipway.client.SlipwayClient;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import dev.slipway.stack.bench.FinishedRuns.End;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts runs as a CI system does, with a fresh token each, and hears of their end. */
final class Load {
    private static final long LONGEST_SECONDS = 120;

    private final SlipwayClient client;
    private final FinishedRuns finished;
    private final BenchRepository repository;

    Load(SlipwayClient client, FinishedRuns finished, BenchRepository repository) {
        this.client = client;
        this.finished = finished;
        this.repository = repository;
    }

    /**
     * Runs the pipeline of a slot and waits for the news of its end.
     *
     * @throws IllegalStateException when it did not succeed: what fails fast must not look fast
     */
    Sample run(String slot) throws InterruptedException, ExecutionException, TimeoutException {
        Sample sample = one(slot);
        if (!sample.succeeded()) {
            throw new IllegalStateException(sample.run() + " ended as " + sample.state());
        }
        return sample;
    }

    private Sample one(String slot) throws InterruptedException, ExecutionException, TimeoutException {
        StartRun request = StartRun.request("refs/heads/main", repository.commit(), false, List.of());
        Instant askedAt = Instant.now();
        long asked = System.nanoTime();
        RunView run = client.runs().start(Workload.PROJECT, slot, request);
        Instant acceptedAt = Instant.now();
        End end = finished.of(run.id()).get(LONGEST_SECONDS, TimeUnit.SECONDS);
        finished.forget(run.id());
        return new Sample(run.id(), asked, askedAt, acceptedAt, end.nanos(), end.state());
    }
}
