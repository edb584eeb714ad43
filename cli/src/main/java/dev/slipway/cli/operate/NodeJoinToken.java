package dev.slipway.cli.operate;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.model.api.JoinTokenView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "join-token", description = "Make a token with which one machine may join a pool, once and soon.")
final class NodeJoinToken extends Verb {
    @Option(names = "--pool", required = true, paramLabel = "<name>", description = "Node pool to join.")
    private String pool = "";

    @Option(
            names = "--datacenter",
            paramLabel = "<name>",
            description = "Datacenter of the machine; local when not given.")
    private String datacenter = "local";

    NodeJoinToken(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        JoinTokenView token = session.client().nodes().joinToken(pool, datacenter);
        if (session.json()) {
            session.out().json(token);
        } else {
            session.out().line(token.token());
            session.err().line("for one machine, until " + token.expiresAt() + "; it is not shown again");
        }
        return ExitCode.OK;
    }
}
