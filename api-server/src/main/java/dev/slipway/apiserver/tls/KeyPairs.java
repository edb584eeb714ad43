package dev.slipway.apiserver.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether two keys belong together, which a key store does not ask. */
final class KeyPairs {
    private static final byte[] TEXT = {1, 2, 3};

    private KeyPairs() {}

    /**
     * @throws InvalidKeyException when what one signs the other does not take
     */
    static void requirePair(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm(certified));
        signature.initSign(key);
        signature.update(TEXT);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(TEXT);
        if (!signature.verify(signed)) {
            throw new InvalidKeyException("the key is not the certificate's");
        }
    }

    private static String algorithm(PublicKey certified) {
        return switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case String other -> other;
        };
    }
}
