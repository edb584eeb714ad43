package dev.slipway.cli.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.model.Durations;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.CreatedToken;
import dev.slipway.model.api.NewToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "create", description = "Make a token for a script; it acts as you and is shown this once.")
final class TokenCreate extends Verb {
    private static final Pattern DAYS = Pattern.compile("(\\d{1,4})d");

    @Parameters(paramLabel = "<name>", description = "What it is for, such as nightly.")
    private String name = "";

    @Option(
            names = "--expires",
            paramLabel = "<time>",
            description = "How long it is good for, 1h to 365d; 30d when not given.")
    private @Nullable String expires;

    @Option(
            names = "--project",
            paramLabel = "<name>",
            description = "Project it is good for, may be repeated; all you may see when not given.")
    private @Nullable List<String> projects;

    @Option(
            names = "--permission",
            paramLabel = "<what>",
            description = "read, trigger, action or apply, may be repeated; read and trigger when not given.")
    private @Nullable List<String> permissions;

    @Option(
            names = "--group",
            paramLabel = "<name>",
            description = "Group of yours it acts with, may be repeated; all of them when not given.")
    private @Nullable List<String> groups;

    @Option(
            names = "--out",
            paramLabel = "<file>",
            description = "New file to write it to, readable by you alone, instead of printing it.")
    private @Nullable Path out;

    TokenCreate(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException {
        Path file = out == null ? null : free(out);
        NewToken asked = new NewToken(
                name, expires == null ? null : duration(expires).toString(), groups, projects, permissions);
        CreatedToken token = session.client().tokens().create(asked);
        if (file == null) {
            print(session, token);
        } else {
            keep(session, token, file);
        }
        session.err()
                .line("token " + token.id() + " acts as you until " + token.expiresAt() + "; it is not shown again");
        return ExitCode.OK;
    }

    private static void print(Session session, CreatedToken token) {
        if (session.json()) {
            session.out().json(token);
        } else {
            session.out().line(token.token());
        }
    }

    /** A token nobody holds is ended again. */
    private static void keep(Session session, CreatedToken token, Path file) throws IOException {
        try {
            SecretFile.create(file, token.token());
        } catch (IOException e) {
            session.client().tokens().revoke(token.id());
            throw e;
        }
        if (session.json()) {
            ObjectNode shown = ModelJson.mapper().valueToTree(token);
            shown.remove("token");
            session.out().json(shown);
        } else {
            session.out().line(file.toString());
        }
    }

    private static Path free(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.exists(file) || folder == null || !Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " must be a new file in a folder that exists; no token was made");
        }
        return file;
    }

    private static Duration duration(String text) {
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            return Duration.ofDays(Long.parseLong(days.group(1)));
        }
        try {
            return Durations.parse(text);
        } catch (SlipwayException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--expires is not a time: '" + text + "'; write for example 30d or 12h", e);
        }
    }
}
