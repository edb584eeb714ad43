package dev.slipway.cli.operate;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.Listing;
import dev.slipway.cli.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the names of a project's secrets; values never come out.")
final class SecretList extends Verb {
    @Option(names = "--project", required = true, paramLabel = "<name>", description = "Project they belong to.")
    private String project = "";

    SecretList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        return Listing.of(session.client().secrets().list(project))
                .print(
                        session,
                        Table.of("SECRET", "REVISION"),
                        (table, secret) -> table.row(secret.name(), secret.revision()));
    }
}
