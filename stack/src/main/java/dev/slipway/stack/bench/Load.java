package dev.slipway.stack.bench;

import dev.slipway.client.SlipwayClient;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import dev.slipway.stack.bench.FinishedRuns.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A closed loop: so many runs in flight, each followed by the next of its slot as soon as its end is known. */
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
     * Runs {@code runs} pipelines, {@code inFlight} at a time.
     *
     * @throws IllegalStateException when one did not succeed: what fails fast must not look fast
     */
    List<Sample> run(int inFlight, int runs) {
        AtomicInteger left = new AtomicInteger(runs);
        List<Future<List<Sample>>> slots = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < inFlight; number++) {
                String slot = Workload.slot(number);
                slots.add(threads.submit(() -> slot(slot, left)));
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (Future<List<Sample>> slot : slots) {
            if (slot.state() == Future.State.FAILED) {
                throw new IllegalStateException("the load broke off: " + slot.exceptionNow(), slot.exceptionNow());
            }
            samples.addAll(slot.resultNow());
        }
        return samples;
    }

    private List<Sample> slot(String slot, AtomicInteger left)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Sample> samples = new ArrayList<>();
        while (left.getAndDecrement() > 0) {
            Sample sample = one(slot);
            if (!sample.succeeded()) {
                left.set(0);
                throw new IllegalStateException(sample.run() + " ended as " + sample.state());
            }
            samples.add(sample);
        }
        return samples;
    }

    private Sample one(String slot) throws InterruptedException, ExecutionException, TimeoutException {
        StartRun request = new StartRun("refs/heads/main", repository.commit(), false, List.of());
        Instant askedAt = Instant.now();
        long asked = System.nanoTime();
        RunView run = client.runs().start(Workload.PROJECT, slot, request);
        Instant acceptedAt = Instant.now();
        End end = finished.of(run.id()).get(LONGEST_SECONDS, TimeUnit.SECONDS);
        finished.forget(run.id());
        return new Sample(run.id(), asked, askedAt, acceptedAt, end.nanos(), end.state());
    }
}
