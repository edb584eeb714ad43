package dev.slipway.cli.main;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        description = "Print a script that completes commands in bash and zsh: source <(slipway completion).")
final class Completion extends Verb {
    /** Where this word appears, every command is built. */
    static final String WORD = "completion";

    private final CommandLine root;

    Completion(Session session, CommandLine root) {
        super(session);
        this.root = root;
    }

    @Override
    protected ExitCode run(Session session) {
        session.out().verbatim(AutoComplete.bash("slipway", root));
        return ExitCode.OK;
    }
}
