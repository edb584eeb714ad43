package dev.slipway.cli.registry;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.client.ResourceName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show how a pipeline is registered: repository, path, protected refs.")
final class PipelineShow extends Verb {
    @Option(names = "--project", required = true, paramLabel = "<name>", description = "Project it belongs to.")
    private String project = "";

    @Parameters(paramLabel = "<name>", description = "Name of the pipeline.")
    private String name = "";

    PipelineShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        return ResourceText.show(session, ResourceName.pipeline(project, name));
    }
}
