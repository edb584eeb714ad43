package dev.slipway.cli.job;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.JobText;
import dev.slipway.model.JobKey;
import dev.slipway.model.api.JobDetail;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a job: versions, deployments, allocations.")
final class JobShow extends Verb {
    @Parameters(paramLabel = "<job>", description = "<project>/<environment>/<region>/<name>, or without the region")
    private @Nullable JobKey job;

    JobShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        JobDetail detail = session.client().jobs().get(required(job));
        if (session.json()) {
            session.out().json(detail);
        } else {
            JobText.print(session.out(), detail, session.clock().instant());
        }
        return ExitCode.OK;
    }
}
