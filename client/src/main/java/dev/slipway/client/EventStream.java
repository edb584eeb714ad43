package dev.slipway.client;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.api.EventView;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** An open follow of events. Read by one thread at a time; close it to end the connection. */
public final class EventStream implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int AHEAD = 1000;
    private final Transport transport;
    private final LongFunction<String> path;
    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
    private final AtomicReference<@Nullable GuardedStream> open = new AtomicReference<>();
    private final Thread reader;
    private volatile boolean closed;
    private long last;

    EventStream(Transport transport, LongFunction<String> path, long after) {
        this.transport = transport;
        this.path = path;
        this.last = after;
        this.reader = Thread.ofVirtual().name("slipway-events").start(this::run);
    }

    /** The next event, or empty when none came within {@code limit}. Throws when the server refuses the follow. */
    public Optional<EventView> next(Duration limit) throws InterruptedException {
        return switch (items.poll(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            case null -> Optional.empty();
            case Arrived(EventView event) -> Optional.of(event);
            case Refused(ApiException why) -> {
                // Kept for whoever asks again: a refused stream stays refused.
                if (!items.offer(new Refused(why))) {
                    close();
                }
                throw why;
            }
        };
    }

    private void run() {
        try {
            int failures = 0;
            while (!closed) {
                failures = connection() ? 1 : failures + 1;
                Backoff backoff = new Backoff(transport.settings().firstBackoff());
                if (!backoff.pause(backoff.after(failures))) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one connection to its end; true when it brought anything. */
    private boolean connection() throws InterruptedException {
        long before = last;
        try {
            Call call = Call.get(path.apply(last))
                    .with("Accept", "text/event-stream")
                    .retrying(Retry.NEVER);
            GuardedStream body = GuardedStream.over(transport.open(call).body(), SILENCE);
            open.set(body);
            try (SseReader events = new SseReader(body)) {
                deliver(events);
            }
        } catch (ApiException e) {
            refuseUnlessPassing(e);
        } catch (IOException e) {
            // A lost connection is what this class exists for: the caller's loop opens the next one.
            return last > before;
        } finally {
            open.set(null);
        }
        return last > before;
    }

    private void deliver(SseReader events) throws IOException, InterruptedException {
        for (Optional<EventView> next = events.next(); next.isPresent() && !closed; next = events.next()) {
            EventView event = next.get();
            if (event.seq() > last) {
                items.put(new Arrived(event));
                last = event.seq();
            }
        }
    }

    private void refuseUnlessPassing(ApiException failure) throws InterruptedException {
        boolean passing = failure.status() == 0 || failure.status() >= 500 || failure.status() == 429;
        if (!passing || failure.code() == ErrorCode.CANCELLED) {
            closed = true;
            items.put(new Refused(failure));
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        GuardedStream body = open.getAndSet(null);
        if (body != null) {
            body.close();
        }
        items.clear();
    }

    private sealed interface Item {}

    private record Arrived(EventView event) implements Item {}

    private record Refused(ApiException why) implements Item {}
}
