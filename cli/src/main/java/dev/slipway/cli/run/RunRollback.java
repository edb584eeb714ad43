package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.ActionText;
import dev.slipway.model.RunId;
import dev.slipway.model.api.ActionRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rollback", description = "Take the jobs a finished run rolled out back to what they were before.")
final class RunRollback extends Verb {
    @Parameters(paramLabel = "<run>", description = "<project>/<pipeline>/<number>")
    private @Nullable RunId run;

    @Option(names = "--stage", paramLabel = "<stage>", description = "Only what this stage rolled out.")
    private @Nullable String stage;

    @Option(names = "--reason", paramLabel = "<text>", description = "Kept with the run.")
    private @Nullable String reason;

    RunRollback(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        ActionRequest request = new ActionRequest("rollback", stage, null, reason);
        ActionText.print(session, session.client().runs().act(required(run), request));
        return ExitCode.OK;
    }
}
