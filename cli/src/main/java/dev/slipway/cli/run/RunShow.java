package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.RunText;
import dev.slipway.model.RunId;
import dev.slipway.model.api.RunDetail;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a run: steps, decisions, approvals, artifacts, deployments.")
final class RunShow extends Verb {
    @Parameters(paramLabel = "<run>", description = "<project>/<pipeline>/<number>")
    private @Nullable RunId run;

    RunShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        RunDetail detail = session.client().runs().get(required(run));
        if (session.json()) {
            session.out().json(detail);
        } else {
            new RunText(session.out(), session.clock().instant()).print(detail);
        }
        return ExitCode.OK;
    }
}
