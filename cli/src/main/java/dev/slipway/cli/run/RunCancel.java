package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.ActionText;
import dev.slipway.model.RunId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Stop a run; what it was rolling out is taken back.")
final class RunCancel extends Verb {
    @Parameters(paramLabel = "<run>", description = "<project>/<pipeline>/<number>")
    private @Nullable RunId run;

    @Option(names = "--reason", paramLabel = "<text>", description = "Kept with the run.")
    private @Nullable String reason;

    RunCancel(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        ActionText.print(session, session.client().runs().cancel(required(run), reason));
        return ExitCode.OK;
    }
}
