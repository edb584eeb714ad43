package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.Listing;
import dev.slipway.cli.show.ShortNames;
import dev.slipway.cli.show.States;
import dev.slipway.cli.text.Spans;
import dev.slipway.cli.text.Table;
import dev.slipway.client.RunFilter;
import dev.slipway.model.RunState;
import dev.slipway.model.api.RunView;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List runs, newest first.")
final class RunList extends Verb {
    @Option(names = "--project", paramLabel = "<name>", description = "Only runs of this project.")
    private @Nullable String project;

    @Option(names = "--pipeline", paramLabel = "<name>", description = "Only runs of pipelines with this name.")
    private @Nullable String pipeline;

    @Option(names = "--state", paramLabel = "<state>", description = "Only runs that are ${COMPLETION-CANDIDATES}.")
    private @Nullable RunState state;

    @Option(names = "--limit", paramLabel = "<n>", description = "At most so many, 0 for all; 50 when not given.")
    private int limit = 50;

    RunList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        Listing<RunView> runs =
                Listing.of(session.client().runs().list(new RunFilter(project, pipeline, state)), limit);
        Instant now = session.clock().instant();
        return runs.print(
                session,
                Table.of("RUN", "STATE", "COMMIT", "BY", "STARTED", "TOOK", ""),
                (table, run) -> table.row(
                        ShortNames.run(run),
                        States.cell(run.state().text()),
                        ShortNames.commit(run.commit()),
                        run.principalName(),
                        Spans.ago(run.createdAt(), now),
                        Spans.between(run.startedAt(), run.finishedAt(), now),
                        text(run)));
    }

    private static String text(RunView run) {
        return Optional.ofNullable(run.failureCode())
                .or(() -> Optional.ofNullable(run.waitingFor()).map(what -> "waits for " + what))
                .orElse(run.commitSubject());
    }
}
