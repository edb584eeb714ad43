package dev.slipway.cli.job;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.model.JobKey;
import dev.slipway.model.api.DeploymentView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rollback", description = "Start a deployment of an earlier version of a job.")
final class JobRollback extends Verb {
    @Parameters(paramLabel = "<job>", description = "<project>/<environment>/<region>/<name>, or without the region")
    private @Nullable JobKey job;

    @Option(names = "--version", required = true, paramLabel = "<n>", description = "Version to go to.")
    private long version;

    @Option(names = "--reason", paramLabel = "<text>", description = "Kept with the deployment.")
    private @Nullable String reason;

    JobRollback(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        DeploymentView deployment = session.client().jobs().rollback(required(job), version, reason);
        if (session.json()) {
            session.out().json(deployment);
        } else {
            session.out()
                    .line("deployment " + deployment.number() + " of " + deployment.jobKey() + " to version "
                            + deployment.version() + " accepted");
        }
        return ExitCode.OK;
    }
}
