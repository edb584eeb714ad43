package dev.slipway.audit.witness;

import static java.util.Objects.requireNonNull;

import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.TreeHash;
import java.util.List;

/**
 * The request to cosign a checkpoint.
 *
 * @param old size of the checkpoint the witness has seen
 * @param proof that the log grew out of that one, at most 63 hashes
 * @param note the new checkpoint
 */
public record AddCheckpoint(long old, List<TreeHash> proof, SignedNote note) {
    private static final String OLD = "old ";
    private static final int LONGEST_PROOF = 63;

    public AddCheckpoint {
        proof = List.copyOf(proof);
        requireNonNull(note, "note is null");
        if (old < 0 || proof.size() > LONGEST_PROOF) {
            throw new IllegalArgumentException("a size below 0 or a proof of more than 63 hashes");
        }
    }

    /**
     * Reads the body.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static AddCheckpoint parse(String body) {
        int cut = body.indexOf("\n\n");
        if (!body.startsWith(OLD) || cut < 0) {
            throw new IllegalArgumentException("no old size or no checkpoint");
        }
        List<String> lines = body.substring(0, cut).lines().toList();
        List<TreeHash> proof =
                lines.subList(1, lines.size()).stream().map(TreeHash::ofBase64).toList();
        return new AddCheckpoint(
                Checkpoint.size(lines.getFirst().substring(OLD.length())),
                proof,
                SignedNote.parse(body.substring(cut + 2)));
    }

    /** The body. */
    public String body() {
        StringBuilder body = new StringBuilder(OLD).append(old).append('\n');
        proof.forEach(hash -> body.append(hash.base64()).append('\n'));
        return body.append('\n').append(note.note()).toString();
    }
}
