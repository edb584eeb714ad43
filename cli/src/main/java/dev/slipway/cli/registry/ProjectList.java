package dev.slipway.cli.registry;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the projects you may see.")
final class ProjectList extends Verb {
    ProjectList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        return ResourceText.list(session, session.client().registry().projects());
    }
}
