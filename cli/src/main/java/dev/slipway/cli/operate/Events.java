package dev.slipway.cli.operate;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.text.Cell;
import dev.slipway.client.EventCalls;
import dev.slipway.client.EventFilter;
import dev.slipway.client.EventStream;
import dev.slipway.model.api.EventView;
import dev.slipway.model.api.Page;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What happened, in its order. */
@Command(name = "events", description = "Print what happened, in order and without gaps.")
public final class Events extends Verb {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(names = "--after", paramLabel = "<n>", description = "Begin after this number; 0 when not given.")
    private long after;

    @Option(names = "--project", paramLabel = "<name>", description = "Only of this project.")
    private @Nullable String project;

    @Option(names = "--subject", paramLabel = "<id>", description = "Only about this, such as run/shop/web/7.")
    private @Nullable String subject;

    @Option(names = "--follow", description = "Go on with what happens from now on.")
    private boolean follow;

    public Events(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        EventCalls events = session.client().events();
        EventFilter filter = new EventFilter(project, subject);
        long last = after;
        for (Page<EventView> page = events.page(last, filter);
                !page.items().isEmpty();
                page = events.page(last, filter)) {
            page.items().forEach(event -> print(session, event));
            last = page.items().getLast().seq();
        }
        if (follow) {
            follow(session, events, last, filter);
        }
        return ExitCode.OK;
    }

    private static void follow(Session session, EventCalls events, long last, EventFilter filter)
            throws InterruptedException {
        try (EventStream stream = events.follow(last, filter)) {
            while (!session.out().closed()) {
                stream.next(LOOK).ifPresent(event -> print(session, event));
            }
        }
    }

    private static void print(Session session, EventView event) {
        if (session.json()) {
            session.out().json(event);
        } else {
            session.out()
                    .cells(
                            Cell.faint(event.seq() + "  " + event.at() + "  "),
                            Cell.of(event.type() + "  " + event.subject() + "  "),
                            Cell.faint(event.data()));
        }
    }
}
