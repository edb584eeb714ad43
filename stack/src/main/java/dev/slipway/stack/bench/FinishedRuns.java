package dev.slipway.stack.bench;

import dev.slipway.client.EventFilter;
import dev.slipway.client.EventStream;
import dev.slipway.client.SlipwayClient;
import dev.slipway.model.api.EventView;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Hears of the end of runs the way a CI system would: by following the event stream. */
final class FinishedRuns implements AutoCloseable {
    private static final String FINISHED = "run.finished";

    private final EventStream events;
    private final Map<String, CompletableFuture<End>> ends = new ConcurrentHashMap<>();
    private final Thread reader;

    /**
     * @param after events up to here are not of interest
     */
    FinishedRuns(SlipwayClient client, long after) {
        this.events = client.events().follow(after, new EventFilter(Workload.PROJECT, null));
        this.reader = Thread.ofPlatform().daemon().name("finished-runs").start(this::read);
    }

    /**
     * How a run ended and when this process heard of it.
     *
     * @param nanos as of {@link System#nanoTime}
     */
    record End(String state, long nanos) {}

    /** Done when the run is over. */
    CompletableFuture<End> of(String workflowId) {
        return ends.computeIfAbsent(workflowId, id -> new CompletableFuture<>());
    }

    /** Lets go of a run that was looked at. */
    void forget(String workflowId) {
        ends.remove(workflowId);
    }

    @Override
    public void close() {
        reader.interrupt();
        events.close();
    }

    private void read() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Optional<EventView> event = events.next(Duration.ofSeconds(1));
                long now = System.nanoTime();
                event.filter(one -> one.type().equals(FINISHED))
                        .ifPresent(one -> of(one.subject())
                                .complete(new End(one.data().path("state").asText(), now)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
