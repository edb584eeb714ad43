package dev.slipway.audit;

import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteKey;
import dev.slipway.audit.note.SignedNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Public keys somebody got from the operator and pinned; never ones that came with the data.
 *
 * @param logs keys of the log, newest or oldest, all of one name: a rotated key keeps what it signed
 * @param witnesses keys of witnesses, maybe none
 */
public record TrustedKeys(List<NoteKey> logs, List<NoteKey> witnesses) {
    public TrustedKeys {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        if (logs.stream().map(NoteKey::name).distinct().count() != 1) {
            throw new IllegalArgumentException("trust needs keys of exactly one log");
        }
        if (logs.stream().anyMatch(key -> key.kind() != KeyKind.LOG)
                || witnesses.stream().anyMatch(key -> key.kind() != KeyKind.WITNESS)) {
            throw new IllegalArgumentException("a key of the wrong kind");
        }
    }

    /**
     * Reads one key a line; empty lines and lines that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException naming the line that is no key
     */
    public static TrustedKeys parse(String text) {
        List<NoteKey> logs = new ArrayList<>();
        List<NoteKey> witnesses = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            NoteKey key = key(line);
            switch (key.kind()) {
                case LOG -> logs.add(key);
                case WITNESS -> witnesses.add(key);
            }
        }
        return new TrustedKeys(logs, witnesses);
    }

    /** Name of the log, which is the origin in its checkpoints. */
    public String origin() {
        return logs.getFirst().name();
    }

    /** Whether one of the log's keys signed the note. */
    public boolean signed(SignedNote note) {
        return logs.stream().anyMatch(note::signedBy);
    }

    /** A witness whose signature stands under the note but is not good. */
    Optional<NoteKey> forgedWitness(SignedNote note) {
        return witnesses.stream()
                .filter(key -> note.claimed(key).isPresent() && !note.signedBy(key))
                .findFirst();
    }

    boolean witnessed(SignedNote note) {
        return witnesses.stream().anyMatch(note::signedBy);
    }

    private static NoteKey key(String line) {
        try {
            return NoteKey.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a key: " + line, e);
        }
    }
}
