package dev.slipway.cli.audit;

import dev.slipway.audit.TrustedKeys;
import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.Proofs;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.model.api.AuditProofView;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "proof", description = "Print a checked proof that one entry is in the audit log, as JSON to hand on.")
final class AuditProof extends Verb {
    @Parameters(paramLabel = "<index>", description = "Place of the entry.")
    private long index;

    @Option(names = "--trust", required = true, paramLabel = "<file>", description = "Public keys you pinned.")
    private @Nullable Path trust;

    @Option(
            names = "--size",
            paramLabel = "<n>",
            description = "Up to the smallest checkpoint of so many entries; the last when not given.")
    private @Nullable Long size;

    AuditProof(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        TrustedKeys keys = Trust.keys(required(trust));
        AuditProofView proof = session.client().audit().proof(index, size);
        if (!holds(keys, proof)) {
            throw new CommandFailure(ExitCode.FAILED, "the server's proof of entry " + index + " does not hold");
        }
        session.out().json(proof);
        return ExitCode.OK;
    }

    private boolean holds(TrustedKeys keys, AuditProofView view) {
        try {
            SignedNote note = SignedNote.parse(view.checkpoint());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            TreeHash leaf = view.entry() == null ? TreeHash.ofBase64(view.leaf()) : TreeHash.leaf(view.entry());
            List<TreeHash> proof = view.proof().stream().map(TreeHash::ofBase64).toList();
            return keys.signed(note)
                    && checkpoint.origin().equals(keys.origin())
                    && Proofs.includes(checkpoint.head(), index, leaf, proof);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.FAILED, "the server's proof of entry " + index + " cannot be read", e);
        }
    }
}
