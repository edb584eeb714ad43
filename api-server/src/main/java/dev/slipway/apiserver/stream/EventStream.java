package dev.slipway.apiserver.stream;

import dev.slipway.apiserver.stream.Hub.Waiter;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.EventView;
import dev.slipway.store.view.EventFilter;
import dev.slipway.store.view.EventViews;
import dev.slipway.store.view.EventViews.Scan;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Sequenced events as server-sent events: each once, in order, from {@code after} on. Nothing is kept per client; a slow
 * one is read for when it has taken what it was sent, and dropped by the connection's idle timeout when it takes nothing.
 */
public final class EventStream implements StreamingOutput {
    /** Key under which the hub announces newly sequenced events. */
    public static final String NEWS = "events";

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int SCAN = 500;

    private final EventViews events;
    private final Supplier<EventFilter> filter;
    private final Hub hub;
    private final Streams streams;
    private final Streams.Lease lease;
    private final BooleanSupplier standing;
    private long after;

    /**
     * @param filter asked before each look, because rights may change meanwhile
     * @param standing whether the caller would still be let in; asked before each look, ends the stream
     */
    public EventStream(
            EventViews events,
            Supplier<EventFilter> filter,
            Hub hub,
            Streams streams,
            Streams.Lease lease,
            BooleanSupplier standing,
            long after) {
        this.events = events;
        this.filter = filter;
        this.hub = hub;
        this.streams = streams;
        this.lease = lease;
        this.standing = standing;
        this.after = after;
    }

    @Override
    public void write(OutputStream output) throws IOException {
        try (lease;
                Waiter waiter = hub.register(NEWS)) {
            send(output, "retry: 1000\n: from " + after + "\n\n");
            while (!streams.closing() && standing.getAsBoolean()) {
                Scan scan = events.scan(filter.get(), after, SCAN);
                boolean more = scan.end() - after >= SCAN;
                after = scan.end();
                for (EventView event : scan.events()) {
                    write(output, event);
                }
                if (!scan.events().isEmpty()) {
                    output.flush();
                }
                if (!more && !waiter.await(HEARTBEAT)) {
                    send(output, ": " + after + "\n\n");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream output, EventView event) throws IOException {
        String text = "id: " + event.seq() + "\nevent: " + event.type() + "\ndata: " + ModelJson.write(event) + "\n\n";
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(OutputStream output, String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
        output.flush();
    }
}
