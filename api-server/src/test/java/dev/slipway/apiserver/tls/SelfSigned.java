package dev.slipway.apiserver.tls;

import dev.slipway.model.SecretFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;

/** A key and a certificate that vouches for itself, made by the platform's own tool. */
record SelfSigned(Certificate certificate, Key key) {
    private static final char[] PASSWORD = "only-for-tests".toCharArray();

    static SelfSigned make(Path folder, String keyAlgorithm) throws Exception {
        Path store = folder.resolve(keyAlgorithm + System.nanoTime() + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        keyAlgorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        return read(store);
    }

    private static SelfSigned read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new SelfSigned(store.getCertificate("it"), store.getKey("it", PASSWORD));
    }

    /** Writes both as PEM, in the place of what is there. */
    TlsFiles write(Path folder) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Path chain = folder.resolve("server.pem");
        Path secret = folder.resolve("server.key");
        Files.deleteIfExists(secret);
        SecretFile.create(secret, pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(chain, pem("CERTIFICATE", certificate.getEncoded()));
        return new TlsFiles(chain, secret);
    }

    private static String pem(String label, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
