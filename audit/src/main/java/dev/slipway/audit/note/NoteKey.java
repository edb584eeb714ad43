package dev.slipway.audit.note;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Ed25519;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of a key that signs notes, written {@code <name>+<hash>+<base64 of type and key>}.
 *
 * @param name who signs; no white space and no {@code +}
 * @param kind what it signs
 * @param key Ed25519
 */
public record NoteKey(String name, KeyKind kind, PublicKey key) {
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    private static final int HASH_BYTES = 4;

    public NoteKey {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(key, "key is null");
        if (!goodName(name)) {
            throw new IllegalArgumentException("not a key name: " + name);
        }
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is not one, also when its hash is not that of its key
     */
    public static NoteKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a key of the form <name>+<hash>+<key>");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != KEY_BYTES + 1) {
            throw new IllegalArgumentException("not an Ed25519 key");
        }
        NoteKey key = new NoteKey(parts[0], kind(typed[0]), publicKey(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!HexFormat.of().formatHex(key.hash()).equals(parts[1])) {
            throw new IllegalArgumentException("the hash of the key does not belong to it");
        }
        return key;
    }

    /** The written form. */
    public String text() {
        return name + "+" + HexFormat.of().formatHex(hash()) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    /** Four bytes that tell keys of one name apart. */
    public byte[] hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(typed()), HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
        }
    }

    /** Whether this signature says it was made with this key. */
    public boolean claimedBy(NoteSignature signature) {
        return signature.name().equals(name) && Arrays.equals(signature.keyHash(), hash());
    }

    /** Whether the signature was made with this key over this text. */
    public boolean verifies(String text, NoteSignature signature) {
        if (!claimedBy(signature)) {
            return false;
        }
        byte[] signed = signature.bytes();
        return switch (kind) {
            case LOG -> Ed25519.valid(key, text.getBytes(StandardCharsets.UTF_8), signed);
            case WITNESS ->
                signed.length == Long.BYTES + SIGNATURE_BYTES
                        && Ed25519.valid(
                                key,
                                cosigned(text, ByteBuffer.wrap(signed).getLong()),
                                Arrays.copyOfRange(signed, Long.BYTES, signed.length));
        };
    }

    /** What a witness signs: the time in seconds since 1970 and the note's text. */
    static byte[] cosigned(String text, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    static boolean goodName(String name) {
        return !name.isEmpty() && name.indexOf('+') < 0 && name.codePoints().noneMatch(NoteKey::space);
    }

    private static boolean space(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint);
    }

    private byte[] typed() {
        byte[] encoded = key.getEncoded();
        byte[] typed = new byte[KEY_BYTES + 1];
        typed[0] = kind.type();
        System.arraycopy(encoded, encoded.length - KEY_BYTES, typed, 1, KEY_BYTES);
        return typed;
    }

    private static KeyKind kind(byte type) {
        for (KeyKind kind : KeyKind.values()) {
            if (kind.type() == type) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown signature type " + type);
    }

    private static PublicKey publicKey(byte[] raw) {
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + KEY_BYTES);
        System.arraycopy(raw, 0, encoded, PREFIX.length, KEY_BYTES);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }
}
