package dev.slipway.cli.registry;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.client.ResourceName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show what is registered for an environment, guards included.")
final class EnvironmentShow extends Verb {
    @Option(names = "--project", required = true, paramLabel = "<name>", description = "Project it belongs to.")
    private String project = "";

    @Parameters(paramLabel = "<name>", description = "Name of the environment.")
    private String name = "";

    EnvironmentShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        return ResourceText.show(session, ResourceName.environment(project, name));
    }
}
