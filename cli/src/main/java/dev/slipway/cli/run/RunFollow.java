package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.model.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "follow", description = "Watch a run to its end; the exit code is its outcome.")
final class RunFollow extends Verb {
    @Parameters(paramLabel = "<run>", description = "<project>/<pipeline>/<number>")
    private @Nullable RunId run;

    @Option(
            names = "--give-up-after",
            paramLabel = "<duration>",
            description = "How long the server may be away; 2m when not given.")
    private Duration patience = Follower.PATIENCE;

    RunFollow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        return new Follower(session, patience).follow(required(run));
    }
}
