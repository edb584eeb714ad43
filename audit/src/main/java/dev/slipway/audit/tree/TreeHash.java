package dev.slipway.audit.tree;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/** A SHA-256 hash in the tree: of a leaf ({@code 0x00‖data}), of a node ({@code 0x01‖left‖right}) or of the empty tree. */
public final class TreeHash {
    /** Bytes of a hash. */
    public static final int BYTES = 32;

    /** Root of a tree without leaves. */
    public static final TreeHash EMPTY = new TreeHash(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private TreeHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param bytes 32 bytes
     * @throws IllegalArgumentException for any other number
     */
    public static TreeHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new TreeHash(bytes.clone());
    }

    /**
     * @param text standard base64 of 32 bytes, in its one canonical spelling
     * @throws IllegalArgumentException when it is not
     */
    public static TreeHash ofBase64(String text) {
        TreeHash hash = of(Base64.getDecoder().decode(text));
        if (!hash.base64().equals(text)) {
            throw new IllegalArgumentException("not the canonical base64 of a hash");
        }
        return hash;
    }

    /** Hash of a leaf with this text in UTF-8. */
    public static TreeHash leaf(String data) {
        return leaf(data.getBytes(StandardCharsets.UTF_8));
    }

    /** Hash of a leaf. */
    public static TreeHash leaf(byte[] data) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return new TreeHash(digest.digest(data));
    }

    /** Hash of the node above two others. */
    public static TreeHash node(TreeHash left, TreeHash right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new TreeHash(digest.digest(right.bytes));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
        }
    }
}
