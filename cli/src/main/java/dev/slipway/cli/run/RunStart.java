package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.RunText;
import dev.slipway.model.RunId;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.api.StartRun.HandedArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "start", description = "Start a run of a pipeline for a commit.")
final class RunStart extends Verb {
    @Option(names = "--project", required = true, paramLabel = "<name>", description = "Project of the pipeline.")
    private String project = "";

    @Option(names = "--pipeline", required = true, paramLabel = "<name>", description = "Registered pipeline.")
    private String pipeline = "";

    @Option(
            names = "--ref",
            required = true,
            paramLabel = "<ref>",
            description = "Full ref the commit is on, such as refs/heads/main.")
    private String ref = "";

    @Option(names = "--commit", required = true, paramLabel = "<id>", description = "Commit, 40 hexadecimal digits.")
    private String commit = "";

    @Option(
            names = "--artifact",
            paramLabel = "<name=uri@digest>",
            converter = HandedArtifactConverter.class,
            description = "Artifact built elsewhere, handed over by digest; may be given again.")
    private List<HandedArtifact> artifacts = new ArrayList<>();

    @ArgGroup(exclusive = false)
    private @Nullable Pushed pushed;

    @Option(names = "--dry-run", description = "Compute every effect and perform none.")
    private boolean dryRun;

    @Option(
            names = "--idempotency-key",
            paramLabel = "<key>",
            description = "The same key and request give the same run; new for each call when not given.")
    private @Nullable String key;

    @Mixin
    private Waiting waiting = new Waiting();

    RunStart(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        String once = key == null ? UUID.randomUUID().toString() : key;
        StartRun.Push push = pushed == null ? null : pushed.push();
        StartRun request = new StartRun(ref, commit, dryRun, artifacts, push);
        RunView started = session.client().runs().start(project, pipeline, request, once);
        RunId run = new RunId(started.project(), started.pipeline(), started.number());
        if (waiting.wanted()) {
            return waiting.await(session, run);
        }
        if (session.json()) {
            session.out().json(started);
        } else {
            new RunText(session.out(), session.clock().instant()).head(started);
        }
        return ExitCode.OK;
    }
}
