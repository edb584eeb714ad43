package dev.slipway.audit.witness;

import dev.slipway.audit.KeptNote;
import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.NoteKey;
import dev.slipway.audit.note.NoteSignature;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.Proofs;
import dev.slipway.audit.tree.TreeHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Cosigns checkpoints of one log, each only when it provably contains the one before (C2SP tlog-witness). What it cosigned
 * is on its disk before anybody hears of it; two roots of one size are kept as evidence. Thread safe.
 */
public final class Witness {
    private final NoteSigner key;
    private final List<NoteKey> logs;
    private final Path folder;
    private final KeptNote kept;
    private final Clock clock;

    /**
     * @param logs keys of the log, all of one name
     * @param folder where it keeps what it saw; made when it is not there
     */
    public Witness(NoteSigner key, List<NoteKey> logs, Path folder, Clock clock) throws IOException {
        if (logs.stream().map(NoteKey::name).distinct().count() != 1) {
            throw new IllegalArgumentException("a witness watches one log");
        }
        this.key = key;
        this.logs = List.copyOf(logs);
        this.folder = Files.createDirectories(folder);
        this.kept = new KeptNote(folder.resolve("checkpoint"));
        this.clock = clock;
    }

    /** The last checkpoint it cosigned, with its signature. */
    public Optional<String> checkpoint() {
        return kept.read();
    }

    /** Deals with an {@code add-checkpoint} request. */
    public synchronized WitnessAnswer add(String body) {
        AddCheckpoint request;
        Checkpoint checkpoint;
        try {
            request = AddCheckpoint.parse(body);
            checkpoint = Checkpoint.parse(request.note().text());
        } catch (IllegalArgumentException e) {
            return new WitnessAnswer.Refused(400, "not an add-checkpoint request: " + e.getMessage());
        }
        if (!checkpoint.origin().equals(logs.getFirst().name())) {
            return new WitnessAnswer.Refused(404, "unknown log");
        }
        if (logs.stream().noneMatch(request.note()::signedBy)) {
            return new WitnessAnswer.Refused(403, "not signed by the log");
        }
        return add(request, checkpoint.head());
    }

    private WitnessAnswer add(AddCheckpoint request, TreeHead head) {
        TreeHead seen = seen();
        if (head.size() == seen.size() && !head.equals(seen)) {
            keepEvidence(request.note());
            return new WitnessAnswer.Behind(seen.size());
        }
        if (request.old() > head.size()) {
            return new WitnessAnswer.Refused(400, "the old size is larger than the new one");
        }
        if (request.old() != seen.size()) {
            return new WitnessAnswer.Behind(seen.size());
        }
        if (!Proofs.grows(seen, head, request.proof())) {
            return new WitnessAnswer.Refused(422, "the proof does not show that the log only grew");
        }
        NoteSignature signature = key.cosign(request.note().text(), clock.instant());
        kept.write(request.note().with(signature).note());
        return new WitnessAnswer.Cosigned(signature.line());
    }

    private TreeHead seen() {
        return checkpoint()
                .map(note -> Checkpoint.parse(SignedNote.parse(note).text()).head())
                .orElse(TreeHead.EMPTY);
    }

    private void keepEvidence(SignedNote other) {
        TreeHead head = Checkpoint.parse(other.text()).head();
        String name = "evidence-" + head.size() + "-";
        new KeptNote(folder.resolve(name + "seen")).write(checkpoint().orElse(""));
        new KeptNote(folder.resolve(name + "refused")).write(other.note());
    }
}
