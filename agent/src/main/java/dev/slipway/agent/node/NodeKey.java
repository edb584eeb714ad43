package dev.slipway.agent.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The Ed25519 key a node proves itself with, made on the node and never leaving it.
 *
 * @param privateKey signs every call
 * @param publicKey base64 of the SubjectPublicKeyInfo, as the server keeps it
 */
public record NodeKey(PrivateKey privateKey, String publicKey) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "\n-----END PRIVATE KEY-----\n";
    private static final String PRIVATE = "node.key";
    private static final String PUBLIC = "node.pub";

    /**
     * Reads the key of a folder, or makes one.
     *
     * @throws SlipwayException SECRET_UNAVAILABLE when the file is open to others or holds no key
     */
    static NodeKey open(Path folder) {
        Path file = folder.resolve(PRIVATE);
        if (!Files.exists(file) || AtomicFiles.read(folder.resolve(PUBLIC)).isEmpty()) {
            create(folder);
        }
        String text = SecretFile.read(file) + "\n";
        String publicKey =
                AtomicFiles.read(folder.resolve(PUBLIC)).orElseThrow().strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, file + " holds no private key");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
            return new NodeKey(key, publicKey);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, file + " holds no Ed25519 key", e);
        }
    }

    private static void create(Path folder) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            // A pair cut in half by a crash was never shown to anybody, so it is simply made again.
            Files.deleteIfExists(folder.resolve(PRIVATE));
            Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8));
            SecretFile.create(
                    folder.resolve(PRIVATE),
                    BEGIN + lines.encodeToString(pair.getPrivate().getEncoded()) + END);
            AtomicFiles.writeDurably(
                    folder.resolve(PUBLIC),
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the node's key to " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing from this Java platform", e);
        }
    }

    @Override
    public String toString() {
        return "NodeKey[" + publicKey + "]";
    }
}
