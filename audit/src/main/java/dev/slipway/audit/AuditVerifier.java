package dev.slipway.audit;

import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.Frontier;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks a log from its first entry to its last checkpoint against pinned keys, and names the first bad index. It holds a
 * handful of hashes, so a log of any length can be streamed through it. One instance checks one log.
 */
public final class AuditVerifier {
    private final TrustedKeys trust;
    private final TreeMap<Long, TreeHash> kept = new TreeMap<>();
    private final Frontier frontier = new Frontier();
    private long signed;
    private long bodies;
    private long checkpoints;
    private long witnessed;

    /**
     * @param trust pinned keys
     * @param kept checkpoints somebody kept elsewhere, such as the witness's own; the log must still contain them
     * @throws IllegalArgumentException when a kept checkpoint is not signed by the log
     */
    public AuditVerifier(TrustedKeys trust, Collection<String> kept) {
        this.trust = trust;
        for (String note : kept) {
            Checkpoint checkpoint = signed(SignedNote.parse(note));
            this.kept.put(checkpoint.head().size(), checkpoint.head().root());
        }
    }

    /** Checks the whole log; what cannot be read counts as changed. */
    public Verdict verify(Iterator<ExportRecord> log) {
        Verdict.Broken broken = compareKept();
        while (broken == null && log.hasNext()) {
            broken = check(log.next());
        }
        return broken == null ? end() : broken;
    }

    private Verdict.@Nullable Broken check(ExportRecord record) {
        return switch (record) {
            case ExportRecord.Entry entry -> entry(entry);
            case ExportRecord.Note note -> checkpoint(note.note());
        };
    }

    private Verdict.@Nullable Broken entry(ExportRecord.Entry entry) {
        long expected = frontier.size();
        if (entry.index() != expected) {
            return at(expected, "entry " + expected + " is missing; entry " + entry.index() + " is in its place");
        }
        if (entry.body() != null) {
            bodies++;
            if (!TreeHash.leaf(entry.body()).equals(entry.leaf())) {
                return at(expected, "entry " + expected + " does not have the hash that was logged for it");
            }
        }
        frontier.append(entry.leaf());
        return compareKept();
    }

    private Verdict.@Nullable Broken checkpoint(String text) {
        TreeHead head;
        SignedNote note;
        try {
            note = SignedNote.parse(text);
            head = signed(note).head();
        } catch (IllegalArgumentException e) {
            return doubt("the checkpoint behind entry " + (frontier.size() - 1) + " is none: " + e.getMessage());
        }
        if (head.size() != frontier.size()) {
            return at(
                    Math.min(head.size(), frontier.size()),
                    "a checkpoint covers " + head.size() + " entries, here are " + frontier.size());
        }
        if (!head.equals(frontier.head())) {
            return doubt("entries " + signed + " to " + Math.max(signed, head.size() - 1)
                    + " are not those that were signed in the checkpoint of size " + head.size());
        }
        if (trust.forgedWitness(note).isPresent()) {
            return doubt("the signature of the witness under the checkpoint of size " + head.size() + " is forged");
        }
        signed = head.size();
        checkpoints++;
        if (trust.witnessed(note)) {
            witnessed = head.size();
        }
        return null;
    }

    private Verdict end() {
        long size = frontier.size();
        if (!kept.isEmpty() && kept.lastKey() > size) {
            return new Verdict.Broken(
                    size,
                    kept.lastKey() - 1,
                    "the log has " + size + " entries, but a checkpoint kept elsewhere has " + kept.lastKey());
        }
        if (checkpoints == 0) {
            return at(0, "there is no checkpoint");
        }
        if (signed < size) {
            return new Verdict.Broken(signed, size - 1, "entries from " + signed + " on are covered by no checkpoint");
        }
        if (!trust.witnesses().isEmpty() && witnessed == 0 && size > 0) {
            return new Verdict.Broken(0, size - 1, "no checkpoint is signed by the witness");
        }
        return new Verdict.Sound(size, bodies, checkpoints, witnessed);
    }

    private Verdict.@Nullable Broken compareKept() {
        TreeHash root = kept.get(frontier.size());
        if (root == null || root.equals(frontier.head().root())) {
            return null;
        }
        Map.Entry<Long, TreeHash> before = kept.lowerEntry(frontier.size());
        long first = Math.max(before == null ? 0 : before.getKey(), 0);
        return new Verdict.Broken(
                first,
                Math.max(first, frontier.size() - 1),
                "the log does not contain the checkpoint of size " + frontier.size() + " that was kept elsewhere");
    }

    private Checkpoint signed(SignedNote note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(trust.origin())) {
            throw new IllegalArgumentException("a checkpoint of another log, " + checkpoint.origin());
        }
        if (!trust.signed(note)) {
            throw new IllegalArgumentException("a checkpoint not signed by a key that is trusted");
        }
        return checkpoint;
    }

    private Verdict.Broken doubt(String reason) {
        return new Verdict.Broken(signed, Math.max(signed, frontier.size() - 1), reason);
    }

    private static Verdict.Broken at(long index, String reason) {
        return new Verdict.Broken(index, index, reason);
    }
}
