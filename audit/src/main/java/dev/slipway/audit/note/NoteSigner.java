package dev.slipway.audit.note;

import dev.slipway.model.Ed25519;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A key that signs notes. On disk it is {@code <name>.key} (base64 of PKCS#8, mode 0600) and {@code <name>.pub}. */
public final class NoteSigner {
    private final NoteKey key;
    private final PrivateKey secret;

    private NoteSigner(NoteKey key, PrivateKey secret) {
        this.key = key;
        this.secret = secret;
    }

    /** A fresh key in memory. */
    public static NoteSigner generate(String name, KeyKind kind) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new NoteSigner(new NoteKey(name, kind, pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing from this Java platform", e);
        }
    }

    /** Writes both files into an existing folder; never replaces one. */
    public void write(Path folder, String file) throws IOException {
        SecretFile.create(
                folder.resolve(file + ".key"), Base64.getEncoder().encodeToString(secret.getEncoded()) + "\n");
        Files.writeString(folder.resolve(file + ".pub"), key.text() + "\n");
    }

    /**
     * Reads a key.
     *
     * @param keyFile the secret half; the public one stands beside it with the ending {@code .pub}
     * @throws SlipwayException SECRET_UNAVAILABLE when a file is missing, open to others, no key, or not of the other
     */
    public static NoteSigner read(Path keyFile) {
        Path publicFile =
                keyFile.resolveSibling(keyFile.getFileName().toString().replaceFirst("\\.key$", ".pub"));
        try {
            NoteKey key = NoteKey.parse(Files.readString(publicFile).strip());
            byte[] encoded = Base64.getDecoder().decode(SecretFile.read(keyFile));
            PrivateKey secret = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            NoteSigner signer = new NoteSigner(key, secret);
            signer.requirePair(keyFile);
            return signer;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, keyFile + " and its .pub are no key pair", e);
        }
    }

    public NoteKey key() {
        return key;
    }

    /** Signs the text of a note as the log. */
    public SignedNote sign(String text) {
        require(KeyKind.LOG);
        byte[] signature = Ed25519.sign(secret, text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(text, List.of(NoteSignature.of(key, signature)));
    }

    /** Signs the text of a checkpoint as a witness, saying when. */
    public NoteSignature cosign(String text, Instant time) {
        require(KeyKind.WITNESS);
        byte[] signature = Ed25519.sign(secret, NoteKey.cosigned(text, time.getEpochSecond()));
        ByteBuffer timed = ByteBuffer.allocate(Long.BYTES + signature.length);
        timed.putLong(time.getEpochSecond()).put(signature);
        return NoteSignature.of(key, timed.array());
    }

    private void requirePair(Path keyFile) {
        String probe = "pair\n";
        boolean pair = switch (key.kind()) {
            case LOG -> sign(probe).signedBy(key);
            case WITNESS -> key.verifies(probe, cosign(probe, Instant.EPOCH));
        };
        if (!pair) {
            throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, keyFile + " is not the key of its .pub");
        }
    }

    private void require(KeyKind kind) {
        if (key.kind() != kind) {
            throw new IllegalStateException("the key " + key.name() + " is of kind " + key.kind());
        }
    }
}
