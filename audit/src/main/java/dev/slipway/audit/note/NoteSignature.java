package dev.slipway.audit.note;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Base64;

/** One signature line of a note: {@code — <name> <base64 of key hash and signature>}. */
public final class NoteSignature {
    private static final String DASH = "\u2014 ";
    private static final int HASH_BYTES = 4;

    private final String name;
    private final byte[] typed;

    private NoteSignature(String name, byte[] typed) {
        this.name = requireNonNull(name, "name is null");
        this.typed = typed;
    }

    static NoteSignature of(NoteKey key, byte[] signature) {
        byte[] typed = Arrays.copyOf(key.hash(), HASH_BYTES + signature.length);
        System.arraycopy(signature, 0, typed, HASH_BYTES, signature.length);
        return new NoteSignature(key.name(), typed);
    }

    /**
     * Reads a line without its end.
     *
     * @throws IllegalArgumentException when it is not such a line
     */
    public static NoteSignature parse(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space <= DASH.length()) {
            throw new IllegalArgumentException("not a signature line");
        }
        String name = line.substring(DASH.length(), space);
        String base64 = line.substring(space + 1);
        byte[] typed = Base64.getDecoder().decode(base64);
        if (!NoteKey.goodName(name) || typed.length <= HASH_BYTES) {
            throw new IllegalArgumentException("not a signature line");
        }
        if (!Base64.getEncoder().encodeToString(typed).equals(base64)) {
            throw new IllegalArgumentException("not the canonical base64 of a signature");
        }
        return new NoteSignature(name, typed);
    }

    /** The line without its end. */
    public String line() {
        return DASH + name + " " + Base64.getEncoder().encodeToString(typed);
    }

    public String name() {
        return name;
    }

    byte[] keyHash() {
        return Arrays.copyOf(typed, HASH_BYTES);
    }

    /** What stands behind the key hash. */
    byte[] bytes() {
        return Arrays.copyOfRange(typed, HASH_BYTES, typed.length);
    }
}
