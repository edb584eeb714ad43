package dev.slipway.cli.audit;

import dev.slipway.audit.AuditVerifier;
import dev.slipway.audit.ExportRecord;
import dev.slipway.audit.TrustedKeys;
import dev.slipway.audit.Verdict;
import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description =
                "Check the whole audit log with keys you pinned; says the first entry that is not what was signed.")
final class AuditVerify extends Verb {
    @Option(
            names = "--trust",
            required = true,
            paramLabel = "<file>",
            description = "Public keys of log and witness, one a line, from the operator and not from the server.")
    private @Nullable Path trust;

    @Option(
            names = "--checkpoint",
            paramLabel = "<file>",
            description = "A checkpoint you or the witness kept; the log must contain it. May be given often.")
    private List<Path> kept = new ArrayList<>();

    @Option(names = "--file", paramLabel = "<file>", description = "Check an exported log; no server is asked.")
    private @Nullable Path file;

    AuditVerify(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException {
        AuditVerifier verifier = verifier();
        if (file == null) {
            return tell(session, verifier.verify(new RemoteLog(session.client().audit())));
        }
        try (Stream<String> lines = Files.lines(file)) {
            Iterator<ExportRecord> log = lines.map(AuditVerify::parse).iterator();
            return tell(session, verifier.verify(log));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot read " + file, e);
        }
    }

    private AuditVerifier verifier() {
        TrustedKeys keys = Trust.keys(required(trust));
        try {
            return new AuditVerifier(keys, kept.stream().map(Trust::text).toList());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.FAILED, "a kept checkpoint is of no use: " + e.getMessage(), e);
        }
    }

    private static ExportRecord parse(String line) {
        try {
            return ExportRecord.parse(line);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.FAILED, "a line of the file is neither entry nor checkpoint", e);
        }
    }

    private static ExitCode tell(Session session, Verdict verdict) {
        if (session.json()) {
            session.out().json(verdict);
        }
        return switch (verdict) {
            case Verdict.Sound sound -> {
                if (!session.json()) {
                    session.out().line(text(sound));
                }
                yield ExitCode.OK;
            }
            case Verdict.Broken broken -> {
                String range = broken.first() == broken.last() ? "" : " (up to " + broken.last() + ")";
                session.err()
                        .line("the log was changed, first at entry " + broken.first() + range + ": " + broken.reason());
                yield ExitCode.FAILED;
            }
        };
    }

    private static String text(Verdict.Sound sound) {
        String text = "all " + sound.size() + " entries hold, " + sound.checkpoints() + " checkpoints, witnessed up to "
                + sound.witnessed();
        long gone = sound.size() - sound.bodies();
        return gone == 0 ? text : text + "; of " + gone + " only the hash was kept";
    }
}
