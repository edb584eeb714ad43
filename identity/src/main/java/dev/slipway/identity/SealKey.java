package dev.slipway.identity;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
import java.nio.file.Path;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A 256 bit sealing key.
 *
 * @param id 16 hexadecimal digits derived from the key, so that an envelope can name it
 * @param key the key itself; never printed
 */
public record SealKey(String id, SecretKey key) {
    static final int BYTES = 32;
    static final int ID_LENGTH = 16;

    /**
     * Reads 32 bytes of base64.
     *
     * @throws SlipwayException SECRET_UNAVAILABLE when the file is missing, open to others or has another length
     */
    public static SealKey read(Path file) {
        byte[] bytes = decode(SecretFile.read(file), file);
        if (bytes.length != BYTES) {
            throw new SlipwayException(
                    ErrorCode.SECRET_UNAVAILABLE, file + " must hold 32 bytes in base64 and holds " + bytes.length);
        }
        return of(bytes);
    }

    static SealKey of(byte[] bytes) {
        return new SealKey(Digest.of(bytes).hex().substring(0, ID_LENGTH), new SecretKeySpec(bytes, "AES"));
    }

    private static byte[] decode(String text, Path file) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, file + " is not base64", e);
        }
    }

    @Override
    public String toString() {
        return "SealKey[" + id + "]";
    }
}
