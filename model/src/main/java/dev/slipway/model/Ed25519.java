package dev.slipway.model;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** The two operations of Ed25519 (RFC 8032) over bytes. */
public final class Ed25519 {
    private static final int SIGNATURE_BYTES = 64;

    private Ed25519() {}

    /** The signature, 64 bytes. */
    public static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with this Ed25519 key", e);
        }
    }

    /** Whether {@code signed} is a signature of {@code message}; false for bytes that are no signature at all. */
    public static boolean valid(PublicKey key, byte[] message, byte[] signed) {
        if (signed.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (SignatureException e) {
            // The platform throws instead of answering false when the bytes encode no point of the curve.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot check with this Ed25519 key", e);
        }
    }
}
