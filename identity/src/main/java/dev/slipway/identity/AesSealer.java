package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Sealer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals with AES-256-GCM under a random nonce. Envelope: {@code SWS1}, 16 characters of key id, 12 bytes of nonce, then
 * cipher text and tag; header and context are authenticated with it. Older keys still open what they sealed.
 */
public final class AesSealer implements Sealer {
    private static final byte[] MAGIC = "SWS1".getBytes(US_ASCII);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = MAGIC.length + SealKey.ID_LENGTH;
    private static final int SHORTEST = HEADER_BYTES + NONCE_BYTES + TAG_BITS / 8;

    private final SecureRandom random = new SecureRandom();
    private final SealKey current;
    private final List<SealKey> older;

    public AesSealer(SealKey current) {
        this(current, List.of());
    }

    /** @param older keys that only open, after a rotation */
    public AesSealer(SealKey current, List<SealKey> older) {
        this.current = current;
        this.older = List.copyOf(older);
    }

    /** Reads the key file, see {@link SealKey#read}. */
    public static AesSealer of(Path keyFile) {
        return new AesSealer(SealKey.read(keyFile));
    }

    @Override
    public byte[] seal(byte[] plain, String context) {
        byte[] header = header(current.id());
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current, nonce, header, context);
            byte[] secret = cipher.doFinal(plain);
            return ByteBuffer.allocate(HEADER_BYTES + NONCE_BYTES + secret.length)
                    .put(header)
                    .put(nonce)
                    .put(secret)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not usable on this Java platform", e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        if (sealed.length < SHORTEST || !Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw refused("the bytes are not a sealed envelope", null);
        }
        byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
        byte[] nonce = Arrays.copyOfRange(sealed, HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
        SealKey key = key(new String(header, MAGIC.length, SealKey.ID_LENGTH, US_ASCII));
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, header, context);
            return cipher.doFinal(sealed, HEADER_BYTES + NONCE_BYTES, sealed.length - HEADER_BYTES - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw refused("it was changed or belongs to another context", e);
        }
    }

    private SealKey key(String id) {
        if (id.equals(current.id())) {
            return current;
        }
        return older.stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> refused("it was sealed with another key", null));
    }

    private static Cipher cipher(int mode, SealKey key, byte[] nonce, byte[] header, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(context.getBytes(UTF_8));
        return cipher;
    }

    private static byte[] header(String keyId) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .put(keyId.getBytes(US_ASCII))
                .array();
    }

    private static SlipwayException refused(String why, @Nullable GeneralSecurityException cause) {
        String message = "a sealed value cannot be opened: " + why;
        return cause == null
                ? new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, message)
                : new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, message, cause);
    }
}
