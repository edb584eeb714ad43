package dev.slipway.identity;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Key files as they lie on disk: PEM for Ed25519 (PKCS#8, SubjectPublicKeyInfo), one base64 line for sealing keys. */
public final class KeyFiles {
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyFiles() {}

    /** Where a generated pair was written. */
    public record Pair(Path privateKey, Path publicKey) {}

    /**
     * Writes {@code <name>.key} (mode 0600) and {@code <name>.pub} into an existing folder; never replaces a file.
     *
     * @throws IOException also when a file of that name exists
     */
    public static Pair generateEd25519(Path dir, String name) throws IOException {
        KeyPair pair = generate();
        Pair files = new Pair(dir.resolve(name + ".key"), dir.resolve(name + ".pub"));
        SecretFile.create(files.privateKey(), pem("PRIVATE KEY", pair.getPrivate()));
        Files.writeString(files.publicKey(), pem("PUBLIC KEY", pair.getPublic()));
        return files;
    }

    /** Writes a new 32 byte sealing key as base64 into {@code <name>.key} (mode 0600) and returns the file. */
    public static Path generateSealKey(Path dir, String name) throws IOException {
        byte[] key = new byte[SealKey.BYTES];
        RANDOM.nextBytes(key);
        Path file = dir.resolve(name + ".key");
        SecretFile.create(file, Base64.getEncoder().encodeToString(key) + "\n");
        return file;
    }

    /** A fresh pair in memory. */
    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing from this Java platform", e);
        }
    }

    /**
     * Reads an Ed25519 private key.
     *
     * @throws SlipwayException SECRET_UNAVAILABLE when the file is missing, open to others or not such a key
     */
    public static PrivateKey readPrivateKey(Path file) {
        byte[] der = der("PRIVATE KEY", SecretFile.read(file), file.toString());
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw unusable(file.toString(), "Ed25519 private key", e);
        }
    }

    /**
     * Reads an Ed25519 public key.
     *
     * @throws SlipwayException SECRET_UNAVAILABLE when the file is missing or not such a key
     */
    public static PublicKey readPublicKey(Path file) {
        try {
            return parsePublic(der("PUBLIC KEY", Files.readString(file), file.toString()));
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file.toString(), "Ed25519 public key", e);
        }
    }

    /** One-line form of a public key for payloads and the database: base64 of its SubjectPublicKeyInfo. */
    public static String encode(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /**
     * Reads the form of {@link #encode}.
     *
     * @throws SlipwayException VALIDATION_FAILED when it is not an Ed25519 public key
     */
    public static PublicKey decode(String encoded) {
        try {
            return parsePublic(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "not an Ed25519 public key", e);
        }
    }

    static PublicKey parsePublic(byte[] subjectPublicKeyInfo) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
    }

    private static String pem(String label, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static byte[] der(String label, String text, String source) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, source + " has no PEM block " + label);
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw unusable(source, label + " block", e);
        }
    }

    private static SlipwayException unusable(String source, String what, Exception cause) {
        return new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, source + " holds no usable " + what, cause);
    }
}
