package dev.slipway.cli.session;

import static picocli.CommandLine.ScopeType.INHERIT;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options every command has. */
@Command(
        name = "slipway",
        description = "Takes commits to running jobs: start runs, watch them, steer them.",
        synopsisSubcommandLabel = "<noun> <verb>")
public final class Globals {
    @Option(
            names = "--address",
            paramLabel = "<url>",
            scope = INHERIT,
            description = "Server, instead of SLIPWAY_ADDR; http://127.0.0.1:7400 when neither is given.")
    private @Nullable String address;

    @Option(
            names = "--ca-file",
            paramLabel = "<file>",
            scope = INHERIT,
            description = "PEM file of the certificates that vouch for the server, instead of SLIPWAY_CA_FILE.")
    private @Nullable String caFile;

    @Option(
            names = "--token-command",
            paramLabel = "<command>",
            scope = INHERIT,
            description = "Shell command that prints a token, instead of SLIPWAY_TOKEN or SLIPWAY_TOKEN_FILE.")
    private @Nullable String tokenCommand;

    @Option(names = "--json", scope = INHERIT, description = "Print the API's records as JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = INHERIT,
            description = "Say how to use the command.")
    private boolean help;

    @Nullable
    String address() {
        return address;
    }

    @Nullable
    String caFile() {
        return caFile;
    }

    @Nullable
    String tokenCommand() {
        return tokenCommand;
    }

    /** Whether records are wanted instead of text. */
    public boolean json() {
        return json;
    }

    /** Whether only help was asked for. */
    public boolean help() {
        return help;
    }
}
