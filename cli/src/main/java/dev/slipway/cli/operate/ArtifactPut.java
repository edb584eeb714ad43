package dev.slipway.cli.operate;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.Sizes;
import dev.slipway.model.api.ArtifactView;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "put", description = "Upload a file; prints its digest.")
final class ArtifactPut extends Verb {
    @Parameters(paramLabel = "<file>", description = "File to upload.")
    private @Nullable Path file;

    ArtifactPut(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        Path from = required(file);
        if (!Files.isRegularFile(from)) {
            throw new CommandFailure(ExitCode.FAILED, "there is no file " + from);
        }
        ArtifactView artifact = session.client().artifacts().put(from);
        if (session.json()) {
            session.out().json(artifact);
        } else {
            session.out().line(artifact.digest());
            session.err().line(Sizes.text(artifact.size()) + " kept as " + artifact.uri());
        }
        return ExitCode.OK;
    }
}
