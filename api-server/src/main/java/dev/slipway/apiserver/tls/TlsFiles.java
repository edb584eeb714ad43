package dev.slipway.apiserver.tls;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificate and key as ACME clients and authorities hand them out.
 *
 * @param certificateFile PEM, the server's own certificate first, those that vouch for it behind it
 * @param keyFile PEM, PKCS#8 ({@code BEGIN PRIVATE KEY}), mode 0600
 */
public record TlsFiles(Path certificateFile, Path keyFile) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final String ENTRY = "server";

    public TlsFiles {
        requireNonNull(certificateFile, "tls.certificateFile is null");
        requireNonNull(keyFile, "tls.keyFile is null");
    }

    /**
     * Both as the platform wants them.
     *
     * @param password locks the entry in memory
     * @throws SlipwayException SECRET_UNAVAILABLE when a file is missing, open to others, or not what it should be, also
     *     when the key is not that of the certificate
     */
    KeyStore load(char[] password) {
        try {
            List<Certificate> chain = chain();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ENTRY, key(chain.getFirst()), password, chain.toArray(Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(certificateFile + " with " + keyFile + ": " + e.getMessage(), e);
        }
    }

    /** When either changed last, milliseconds since 1970. */
    long changedAt() throws IOException {
        return Math.max(
                Files.getLastModifiedTime(certificateFile).toMillis(),
                Files.getLastModifiedTime(keyFile).toMillis());
    }

    private List<Certificate> chain() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificateFile)) {
            List<Certificate> chain =
                    new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (chain.isEmpty()) {
                throw unusable(certificateFile + " holds no certificate", null);
            }
            return chain;
        }
    }

    private PrivateKey key(Certificate certificate) throws GeneralSecurityException {
        String text = SecretFile.read(keyFile);
        int from = text.indexOf(BEGIN);
        int to = text.indexOf(END);
        if (from < 0 || to < from) {
            throw unusable(
                    keyFile + " has no block BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nodes makes one of an older key",
                    null);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(from + BEGIN.length(), to));
            String algorithm = certificate.getPublicKey().getAlgorithm();
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            KeyPairs.requirePair(key, certificate.getPublicKey());
            return key;
        } catch (IllegalArgumentException e) {
            throw unusable(keyFile + " is not PEM", e);
        }
    }

    private static SlipwayException unusable(String why, @Nullable Exception cause) {
        return new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, "no TLS: " + why, List.of(), cause);
    }
}
