package dev.slipway.cli.operate;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Delete a secret of a project.")
final class SecretDelete extends Verb {
    @Parameters(paramLabel = "<name>", description = "Name of the secret.")
    private String name = "";

    @Option(names = "--project", required = true, paramLabel = "<name>", description = "Project it belongs to.")
    private String project = "";

    SecretDelete(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        session.client().secrets().delete(project, name);
        session.err().line("secret " + name + " of " + project + " is deleted");
        return ExitCode.OK;
    }
}
