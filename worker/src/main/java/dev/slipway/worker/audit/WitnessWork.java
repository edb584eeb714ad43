package dev.slipway.worker.audit;

import dev.slipway.audit.note.NoteKey;
import dev.slipway.audit.note.NoteSignature;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.witness.AddCheckpoint;
import dev.slipway.audit.witness.WitnessAnswer;
import dev.slipway.audit.witness.WitnessClient;
import dev.slipway.store.Database;
import dev.slipway.store.audit.AuditLog;
import dev.slipway.store.audit.StoredCheckpoint;
import dev.slipway.worker.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has the last checkpoint cosigned, one request at a time; the log goes on when the witness is away. */
public final class WitnessWork implements Loop.Work {
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Database database;
    private final WitnessClient client;
    private final NoteKey witness;

    /** Size the witness has seen as far as is known here; null before the first question. */
    private @Nullable Long seen;

    /** @param witness key its signatures are checked with before they are kept */
    public WitnessWork(Database database, WitnessClient client, NoteKey witness) {
        this.database = database;
        this.client = client;
        this.witness = witness;
    }

    @Override
    public Duration look() {
        Optional<StoredCheckpoint> last = database.inTransaction(AuditLog::last);
        if (seen == null) {
            seen = database.<Long>inTransaction(handle -> AuditLog.witnessed(handle, witness.name()));
        }
        long old = seen;
        if (last.isEmpty() || last.get().size() <= old) {
            return IDLE;
        }
        return ask(last.get(), old);
    }

    private Duration ask(StoredCheckpoint checkpoint, long old) {
        List<TreeHash> proof = database.inTransaction(
                handle -> StoredTree.of(handle, checkpoint.size()).consistency(old));
        SignedNote note = SignedNote.parse(checkpoint.note());
        return switch (client.add(new AddCheckpoint(old, proof, note))) {
            case WitnessAnswer.Cosigned cosigned -> keep(checkpoint.size(), note, cosigned.line());
            case WitnessAnswer.Behind behind -> corrected(checkpoint, old, behind.size());
            case WitnessAnswer.Refused refused ->
                throw new TamperedLogException("the witness refuses checkpoint " + checkpoint.size() + ": "
                        + refused.status() + " " + refused.text());
        };
    }

    private Duration keep(long size, SignedNote note, String line) {
        if (!witness.verifies(note.text(), NoteSignature.parse(line))) {
            throw new IllegalStateException("the witness answered with a signature that is not its own");
        }
        database.useTransaction(handle -> AuditLog.cosignature(handle, size, witness.name(), line));
        seen = size;
        return Duration.ZERO;
    }

    /** Its answer may have been lost, or another worker asked: go on from what it has seen. */
    private Duration corrected(StoredCheckpoint asked, long old, long has) {
        if (has == asked.size()) {
            if (old == has) {
                throw new TamperedLogException("the witness has seen another root of size " + has);
            }
            return ask(asked, has);
        }
        long size = database.inTransaction(AuditLog::last)
                .map(StoredCheckpoint::size)
                .orElse(0L);
        if (has > size) {
            throw new TamperedLogException("the witness has seen " + has + " entries, the log has " + size);
        }
        seen = has;
        return Duration.ZERO;
    }
}
