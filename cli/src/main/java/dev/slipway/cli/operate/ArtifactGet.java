package dev.slipway.cli.operate;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Download an artifact into a file, checked against its digest.")
final class ArtifactGet extends Verb {
    @Parameters(paramLabel = "<digest>", description = "sha256: and 64 hexadecimal digits.")
    private @Nullable Digest digest;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "<file>",
            description = "File to write; replaced when it is there.")
    private @Nullable Path output;

    ArtifactGet(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException {
        Digest wanted = required(digest);
        Path target = required(output).toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(target)) {
            throw new CommandFailure(
                    ExitCode.FAILED, output + " cannot be a file: there must be a folder to put it into");
        }
        session.client().artifacts().get(wanted, target);
        session.err().line(output + " is " + wanted);
        return ExitCode.OK;
    }
}
