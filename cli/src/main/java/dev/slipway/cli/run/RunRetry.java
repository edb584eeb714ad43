package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.ActionText;
import dev.slipway.model.RunId;
import dev.slipway.model.api.ActionView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "retry", description = "Go on with a failed or cancelled run from the step it broke at.")
final class RunRetry extends Verb {
    @Parameters(paramLabel = "<run>", description = "<project>/<pipeline>/<number>")
    private @Nullable RunId run;

    @Option(names = "--stage", paramLabel = "<stage>", description = "Begin at this earlier stage.")
    private @Nullable String stage;

    @Option(names = "--step", paramLabel = "<step>", description = "Begin at this earlier step.")
    private @Nullable String step;

    @Option(names = "--reason", paramLabel = "<text>", description = "Kept with the run.")
    private @Nullable String reason;

    @Mixin
    private Waiting waiting = new Waiting();

    RunRetry(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        RunId of = required(run);
        ActionView action = session.client().runs().retry(of, stage, step, reason);
        if (waiting.wanted()) {
            return waiting.await(session, of);
        }
        ActionText.print(session, action);
        return ExitCode.OK;
    }
}
