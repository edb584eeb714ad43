package dev.slipway.audit.note;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text and who signed it.
 *
 * @param text ends with a line end
 * @param signatures one or more, in any order, also of keys nobody here knows
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    private static final int LONGEST = 1 << 16;
    private static final int MOST_SIGNATURES = 100;

    public SignedNote {
        requireNonNull(text, "text is null");
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the text of a note ends with a line end");
        }
    }

    /**
     * Reads text, empty line and signature lines.
     *
     * @throws IllegalArgumentException when it is not a note or is longer than 64 KiB
     */
    public static SignedNote parse(String note) {
        int cut = note.lastIndexOf("\n\n");
        if (note.length() > LONGEST || cut < 0 || !note.endsWith("\n") || cut + 2 == note.length()) {
            throw new IllegalArgumentException("not a signed note");
        }
        String[] lines = note.substring(cut + 2, note.length() - 1).split("\n", -1);
        if (lines.length > MOST_SIGNATURES) {
            throw new IllegalArgumentException("a note with more than 100 signatures");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines) {
            signatures.add(NoteSignature.parse(line));
        }
        return new SignedNote(note.substring(0, cut + 1), signatures);
    }

    /** The whole note as it is stored and sent. */
    public String note() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()).append('\n'));
        return note.toString();
    }

    /** The same with one more signature. */
    public SignedNote with(NoteSignature signature) {
        List<NoteSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    /** Whether the key signed this text. */
    public boolean signedBy(NoteKey key) {
        return signatures.stream().anyMatch(signature -> key.verifies(text, signature));
    }

    /** The signature that claims to be the key's, good or not. */
    public Optional<NoteSignature> claimed(NoteKey key) {
        return signatures.stream().filter(key::claimedBy).findFirst();
    }
}
