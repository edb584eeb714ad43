package dev.slipway.cli.token;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "revoke", description = "End a token at once and for good.")
final class TokenRevoke extends Verb {
    @Parameters(paramLabel = "<id>", description = "Id of the token, as token list shows it.")
    private String id = "";

    TokenRevoke(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        session.client().tokens().revoke(id);
        session.err().line("token " + id + " is revoked");
        return ExitCode.OK;
    }
}
