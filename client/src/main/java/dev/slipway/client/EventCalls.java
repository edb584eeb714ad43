package dev.slipway.client;

import dev.slipway.model.api.EventView;
import dev.slipway.model.api.Page;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ordered facts: every event has a number, none is skipped, none comes twice. */
public final class EventCalls {
    private static final long BEGIN_NOW = -1;
    private final Transport transport;

    EventCalls(Transport transport) {
        this.transport = transport;
    }

    /** What there is after {@code after} (0 for the beginning), at most one page. */
    public Page<EventView> page(long after, EventFilter filter) {
        return transport.send(Call.get(path(after, filter))).asPageOf(EventView.class);
    }

    /**
     * Follows for as long as the stream is open. Lost connections are taken up again after the last event read, so
     * nothing is missed and nothing repeated.
     */
    public EventStream follow(long after, EventFilter filter) {
        return new EventStream(transport, last -> path(last, filter), after);
    }

    /** As {@link #follow} from now on. Until the first event came, a lost connection may cost what happened meanwhile. */
    public EventStream followNews(EventFilter filter) {
        return follow(BEGIN_NOW, filter);
    }

    private static String path(long after, EventFilter filter) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("after", after == BEGIN_NOW ? null : after);
        query.put("project", filter.project());
        query.put("subject", filter.subject());
        return Call.query("/v1/events", query);
    }
}
