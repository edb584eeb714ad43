package dev.slipway.cli.registry;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.client.ResourceName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show what is registered for a project.")
final class ProjectShow extends Verb {
    @Parameters(paramLabel = "<name>", description = "Name of the project.")
    private String name = "";

    ProjectShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        return ResourceText.show(session, ResourceName.project(name));
    }
}
