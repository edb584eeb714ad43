package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.auth.Standing;
import dev.slipway.apiserver.http.Query;
import dev.slipway.apiserver.stream.EventStream;
import dev.slipway.apiserver.stream.Hub;
import dev.slipway.apiserver.stream.Streams;
import dev.slipway.model.api.EventView;
import dev.slipway.model.api.Page;
import dev.slipway.store.view.EventFilter;
import dev.slipway.store.view.EventViews;
import dev.slipway.store.view.EventViews.Scan;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ordered facts, page by page or as they happen. */
@Path("/v1/events")
public final class EventResource {
    private static final int SCAN = 500;

    private final EventViews views;
    private final Access access;
    private final Hub hub;
    private final Streams streams;
    private final Standing standing;

    public EventResource(EventViews views, Access access, Hub hub, Streams streams, Standing standing) {
        this.views = views;
        this.access = access;
        this.hub = hub;
        this.streams = streams;
        this.standing = standing;
    }

    /** The next events after {@code after}, 0 when absent; {@code next} is there while there may be more. */
    @GET
    @Produces(MediaType.APPLICATION_JSON + ";qs=1")
    public Page<EventView> page(
            @QueryParam("after") @Nullable String after,
            @QueryParam("next") @Nullable String next,
            @QueryParam("project") @Nullable String project,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext security) {
        EventFilter filter = filter(Caller.of(security), Query.name("project", project), subject(subject));
        int size = Query.limit(limit);
        long place = Query.number("after", next == null ? after : next, 0, 0, Long.MAX_VALUE);
        List<EventView> found = new ArrayList<>();
        while (true) {
            Scan scan = views.scan(filter, place, SCAN);
            for (EventView event : scan.events()) {
                found.add(event);
                if (found.size() == size) {
                    return new Page<>(found, Long.toString(event.seq()));
                }
            }
            if (scan.end() == place) {
                return new Page<>(found, null);
            }
            place = scan.end();
        }
    }

    /** Server-sent events after {@code after} or {@code Last-Event-ID}; from now on when neither is sent. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    public Response follow(
            @QueryParam("after") @Nullable String after,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @QueryParam("project") @Nullable String project,
            @QueryParam("subject") @Nullable String subject,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        String only = Query.name("project", project);
        String about = subject(subject);
        String from = lastEventId == null ? after : lastEventId;
        long place = from == null ? views.last() : Query.number("after", from, 0, 0, Long.MAX_VALUE);
        EventStream stream = new EventStream(
                views,
                () -> filter(caller, only, about),
                hub,
                streams,
                streams.open(caller.principal()),
                standing.of(caller),
                place);
        return Response.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE).build();
    }

    private EventFilter filter(Caller caller, @Nullable String project, @Nullable String subject) {
        return new EventFilter(access.readable(caller, project), false, subject);
    }

    private static @Nullable String subject(@Nullable String subject) {
        if (subject != null && (subject.length() > 300 || !subject.matches("[\\x21-\\x7e]+"))) {
            throw Query.invalid("subject", "must be 1 to 300 printable characters");
        }
        return subject;
    }
}
