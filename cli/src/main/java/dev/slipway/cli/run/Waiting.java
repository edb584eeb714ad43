package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.model.RunId;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of commands that may stay until a run has ended. */
final class Waiting {
    @Option(names = "--wait", description = "Follow the run to its end; the exit code is its outcome.")
    private boolean wait;

    @Option(
            names = "--give-up-after",
            paramLabel = "<duration>",
            description = "How long the server may be away while following; 2m when not given.")
    private Duration patience = Follower.PATIENCE;

    boolean wanted() {
        return wait;
    }

    ExitCode await(Session session, RunId run) throws InterruptedException {
        return new Follower(session, patience).follow(run);
    }
}
