package dev.slipway.cli.token;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.Listing;
import dev.slipway.cli.text.Spans;
import dev.slipway.cli.text.Table;
import dev.slipway.client.TokenCalls;
import dev.slipway.model.TokenPermission;
import dev.slipway.model.api.TokenView;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List your tokens, ended ones too; their secrets never come out.")
final class TokenList extends Verb {
    @Option(
            names = "--owner",
            paramLabel = "<issuer>#<subject>",
            description = "Tokens of somebody else, for operators.")
    private @Nullable String owner;

    @Option(names = "--all", description = "Tokens of everybody, for operators.")
    private boolean all;

    TokenList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        if (all && owner != null) {
            throw new CommandFailure(ExitCode.USAGE, "give --owner or --all, not both");
        }
        Instant now = session.clock().instant();
        Listing<TokenView> tokens = Listing.of(session.client().tokens().list(all ? TokenCalls.EVERYBODY : owner));
        return tokens.print(
                session,
                Table.of("TOKEN", "NAME", "OWNER", "PERMISSIONS", "PROJECTS", "STATE", "EXPIRES", "USED"),
                (table, token) -> table.row(
                        token.id(),
                        token.name(),
                        token.ownerName(),
                        token.permissions().stream().map(TokenPermission::text).collect(Collectors.joining(" ")),
                        token.projects() == null ? "all" : String.join(" ", token.projects()),
                        token.state(),
                        token.expiresAt(),
                        token.lastUsedAt() == null ? "never" : Spans.ago(token.lastUsedAt(), now)));
    }
}
