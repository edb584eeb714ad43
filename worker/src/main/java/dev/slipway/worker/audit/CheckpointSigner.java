package dev.slipway.worker.audit;

import dev.slipway.audit.KeptNote;
import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.Proofs;
import dev.slipway.audit.tree.Tree;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;
import dev.slipway.store.Database;
import dev.slipway.store.audit.AuditLog;
import dev.slipway.store.audit.LogHead;
import dev.slipway.store.audit.StoredCheckpoint;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Signs the committed head of the log. What it signed last lies in a file beside the database, written before the
 * signature leaves, so that a log that shrank or changed is never signed, whatever the database says.
 */
public final class CheckpointSigner {
    private final Database database;
    private final NoteSigner key;
    private final KeptNote kept;
    private @Nullable TreeHead signed;

    /** @param kept where the last signed checkpoint is kept */
    public CheckpointSigner(Database database, NoteSigner key, KeptNote kept) {
        this.database = database;
        this.key = key;
        this.kept = kept;
    }

    /**
     * Signs the present head when it is new and no other worker is at it.
     *
     * @return whether it did
     * @throws TamperedLogException when the log does not contain what was signed before
     */
    public boolean sign() {
        Optional<Signed> outcome =
                database.inTransaction(handle -> AuditLog.lead(handle) ? Optional.of(sign(handle)) : Optional.empty());
        outcome.ifPresent(done -> signed = done.head());
        return outcome.map(Signed::fresh).orElse(false);
    }

    private Signed sign(Handle handle) {
        LogHead row = AuditLog.head(handle);
        TreeHead head = new TreeHead(row.size(), TreeHash.of(row.root()));
        if (head.equals(signed)) {
            return new Signed(head, false);
        }
        Optional<StoredCheckpoint> last = AuditLog.last(handle);
        if (signed == null) {
            // Another worker may have signed since this one last did: both must be contained.
            last.map(StoredCheckpoint::note).map(this::own).ifPresent(before -> requireGrowth(handle, before, head));
            kept.read().map(this::own).ifPresent(before -> requireGrowth(handle, before, head));
        } else {
            requireGrowth(handle, signed, head);
        }
        boolean due = head.size() > 0 && last.map(StoredCheckpoint::size).orElse(0L) < head.size();
        if (due) {
            SignedNote note = key.sign(new Checkpoint(key.key().name(), head).text());
            kept.write(note.note());
            AuditLog.checkpoint(handle, head.size(), note.note());
        }
        return new Signed(head, due);
    }

    private static void requireGrowth(Handle handle, TreeHead before, TreeHead head) {
        if (before.size() > head.size()) {
            throw new TamperedLogException(
                    "a checkpoint of size " + before.size() + " was signed, now it has " + head.size() + " entries");
        }
        Tree tree = StoredTree.of(handle, head.size());
        if (!tree.head().equals(head) || !Proofs.grows(before, head, tree.consistency(before.size()))) {
            throw new TamperedLogException("entries below " + before.size() + " are not those that were signed");
        }
    }

    private TreeHead own(String note) {
        SignedNote read = SignedNote.parse(note);
        Checkpoint checkpoint = Checkpoint.parse(read.text());
        if (!checkpoint.origin().equals(key.key().name())) {
            throw new TamperedLogException("the last checkpoint is of another log, " + checkpoint.origin());
        }
        return checkpoint.head();
    }

    private record Signed(TreeHead head, boolean fresh) {}
}
