package dev.slipway.cli.job;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.Listing;
import dev.slipway.cli.text.Spans;
import dev.slipway.cli.text.Table;
import dev.slipway.model.api.JobView;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "List jobs and where they stand.")
final class JobList extends Verb {
    @Mixin
    private Place place = new Place();

    JobList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        Instant now = session.clock().instant();
        Listing<JobView> jobs = Listing.of(session.client().jobs().list(place.project(), place.environment()));
        return jobs.print(
                session,
                Table.of("JOB", "TYPE", "VERSION", "STABLE", "RUNNING", "HEALTHY", "CHANGED"),
                (table, job) -> table.row(
                        job.key(),
                        job.type(),
                        job.stopped() ? "stopped" : job.desiredVersion(),
                        job.stableVersion() == 0 ? "none" : job.stableVersion(),
                        job.running(),
                        job.healthy(),
                        Spans.ago(job.updatedAt(), now)));
    }
}
