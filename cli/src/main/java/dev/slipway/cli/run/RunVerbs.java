package dev.slipway.cli.run;

import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.util.List;

/** {@code slipway run …}. */
public final class RunVerbs {
    private RunVerbs() {}

    public static List<Verb> of(Session session) {
        return List.of(
                new RunStart(session),
                new RunList(session),
                new RunShow(session),
                new RunFollow(session),
                new RunLogs(session),
                new RunApprove(session),
                new RunReject(session),
                new RunCancel(session),
                new RunRetry(session),
                new RunRollback(session));
    }
}
