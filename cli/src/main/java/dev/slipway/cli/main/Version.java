package dev.slipway.cli.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version of this program.")
final class Version extends Verb {
    Version(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException {
        try (InputStream resource = Main.class.getResourceAsStream("/dev/slipway/cli/version.txt")) {
            String version = new String(
                    Objects.requireNonNull(resource, "version.txt is not on the class path")
                            .readAllBytes(),
                    UTF_8);
            session.out().line("slipway " + version.strip());
        }
        return ExitCode.OK;
    }
}
