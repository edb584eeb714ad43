package dev.slipway.audit.note;

/** What a key signs, by its C2SP signature type. */
public enum KeyKind {
    /** Ed25519 over the text of a note: the log's own key. */
    LOG((byte) 0x01),
    /** Ed25519 over a time and a checkpoint, {@code cosignature/v1}: a witness's key. */
    WITNESS((byte) 0x04);

    private final byte type;

    KeyKind(byte type) {
        this.type = type;
    }

    byte type() {
        return type;
    }
}
