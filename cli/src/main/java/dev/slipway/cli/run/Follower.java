package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.client.ApiException;
import dev.slipway.client.EventFilter;
import dev.slipway.client.EventStream;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.api.RunDetail;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Watches a run to its end. Events wake it, a look each second finds what no event tells; a lost server is waited for. */
final class Follower {
    /** How long a server may be away by default. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Session session;
    private final Duration patience;
    private @Nullable Instant awaySince;

    Follower(Session session, Duration patience) {
        this.session = session;
        this.patience = patience;
    }

    ExitCode follow(RunId run) throws InterruptedException {
        Progress progress =
                session.json() ? new RecordProgress(session.out()) : new LineProgress(session.out(), session.clock());
        // Asked before the stream is opened, so that a run that is not there is told as such.
        RunDetail detail = session.client().runs().get(run);
        progress.show(detail);
        try (EventStream events = session.client().events().follow(0, EventFilter.ofRun(run))) {
            while (!detail.run().state().isFinal() && !session.out().closed()) {
                awaitChange(events);
                detail = look(run, detail);
                progress.show(detail);
            }
        }
        return detail.run().state() == RunState.SUCCEEDED ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Several events in a row are one reason to look. */
    private static void awaitChange(EventStream events) throws InterruptedException {
        boolean more = events.next(LOOK_AGAIN).isPresent();
        while (more) {
            more = events.next(Duration.ZERO).isPresent();
        }
    }

    private RunDetail look(RunId run, RunDetail last) throws InterruptedException {
        try {
            RunDetail detail = session.client().runs().get(run);
            awaySince = null;
            return detail;
        } catch (ApiException e) {
            boolean passing = e.status() == 0 || e.status() == 429 || e.status() >= 500;
            if (!passing || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            requirePatience(e);
            return last;
        }
    }

    private void requirePatience(ApiException failure) {
        Instant now = session.clock().instant();
        if (awaySince == null) {
            awaySince = now;
            session.err().line("the server is away (" + failure.getMessage() + "), trying again");
        }
        if (Duration.between(awaySince, now).compareTo(patience) >= 0) {
            throw failure;
        }
    }
}
