package dev.slipway.cli.registry;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the registered pipelines of a project.")
final class PipelineList extends Verb {
    @Option(names = "--project", required = true, paramLabel = "<name>", description = "Project it belongs to.")
    private String project = "";

    PipelineList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        return ResourceText.list(session, session.client().registry().pipelines(project));
    }
}
