package dev.slipway.cli.audit;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Write the whole audit log into a file that can be checked anywhere.")
final class AuditExport extends Verb {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "<file>",
            description = "File to write; replaced when it is there.")
    private @Nullable Path output;

    AuditExport(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        Path file = required(output);
        RemoteLog log = new RemoteLog(session.client().audit());
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            while (log.hasNext()) {
                writer.write(log.next().line());
                writer.write('\n');
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot write " + file, e);
        }
        session.err().line(file + " is the log; check it with slipway audit verify --file or docs/verify-audit.py");
        return ExitCode.OK;
    }
}
