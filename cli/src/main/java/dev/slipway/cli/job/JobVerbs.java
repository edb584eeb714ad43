package dev.slipway.cli.job;

import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.util.List;

/** {@code slipway job …}, {@code slipway service …} and {@code slipway allocation …}. */
public final class JobVerbs {
    private JobVerbs() {}

    public static List<Verb> ofJobs(Session session) {
        return List.of(new JobList(session), new JobShow(session), new JobRollback(session));
    }

    public static List<Verb> ofServices(Session session) {
        return List.of(new ServiceList(session));
    }

    public static List<Verb> ofAllocations(Session session) {
        return List.of(new AllocationShow(session), new AllocationLogs(session));
    }
}
