package dev.slipway.apiserver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.apiserver.main.ApiServerConfiguration;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.client.ClientSettings;
import dev.slipway.client.SlipwayClient;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestTls {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keysOfTheUsualKindsAreTakenFromPem(String algorithm) throws Exception {
        SelfSigned made = SelfSigned.make(folder, algorithm);
        KeyStore store = made.write(folder).load("password".toCharArray());
        assertThat(store.getCertificate("server")).isEqualTo(made.certificate());
        assertThat(store.getKey("server", "password".toCharArray())).isEqualTo(made.key());
    }

    @Test
    void theApiIsServedEncryptedAndTakesARenewedCertificate() throws Exception {
        SelfSigned first = SelfSigned.make(folder, "EC");
        SelfSigned second = SelfSigned.make(folder, "RSA");
        TlsFiles files = first.write(folder);
        try (Api api = Api.start(500, files)) {
            URI live = URI.create("https://localhost:" + api.port() + "/health/live");
            HttpResponse<String> answer = get(live, first.certificate(), "TLSv1.3");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThatThrownBy(() -> get(live, second.certificate(), "TLSv1.3"))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> get(live, first.certificate(), "TLSv1.1")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create("http://localhost:" + api.port() + "/health/live"))
                                            .build(),
                                    BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);

            Files.writeString(files.certificateFile(), "half a certificate");
            assertThat(get(live, first.certificate(), "TLSv1.2").statusCode()).isEqualTo(200);
            second.write(folder);
            await(() -> get(live, second.certificate(), "TLSv1.3").statusCode() == 200);
        }
    }

    @Test
    void theClientTrustsTheAuthorityItIsGiven() throws Exception {
        SelfSigned made = SelfSigned.make(folder, "EC");
        TlsFiles files = made.write(folder);
        try (Api api = Api.start(500, files)) {
            ClientSettings settings = ClientSettings.withToken(
                    URI.create("https://127.0.0.1:" + api.port()),
                    api.identity().token("dora", "developers"));
            try (SlipwayClient trusting = SlipwayClient.create(settings.trusting(files.certificateFile()))) {
                assertThat(trusting.registry().projects()).isEmpty();
            }
            try (SlipwayClient wary = SlipwayClient.create(settings)) {
                assertThatThrownBy(() -> wary.registry().projects().toList()).hasStackTraceContaining("certificat");
            }
        }
        assertThatThrownBy(() -> SlipwayClient.create(ClientSettings.anonymous(URI.create("https://127.0.0.1:1"))
                        .trusting(files.keyFile())))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("server.key");
    }

    @Test
    void filesThatCannotBeUsedAreRefusedByName() throws Exception {
        SelfSigned one = SelfSigned.make(folder, "EC");
        SelfSigned other = SelfSigned.make(folder, "EC");
        TlsFiles files = one.write(folder.resolve("one"));
        TlsFiles mixed = new TlsFiles(
                files.certificateFile(), other.write(folder.resolve("other")).keyFile());
        refused(mixed, "the key is not the certificate's");
        Files.setPosixFilePermissions(files.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
        refused(files, "is open to group or others");
        refused(new TlsFiles(folder.resolve("missing.pem"), mixed.keyFile()), "missing.pem");
        refused(new TlsFiles(files.certificateFile(), files.certificateFile()), "open to group or others");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        refused(new TlsFiles(empty, mixed.keyFile()), "holds no certificate");
    }

    @Test
    void plainConnectionsStayOnTheMachine() {
        String settings = """
                {"database": {"url": "jdbc:x", "user": "a", "passwordFile": "/p", "maxConnections": 1},
                 "recorderDatabase": {"url": "jdbc:x", "user": "a", "passwordFile": "/p", "maxConnections": 1},
                 "policies": {"internal": {"name": "internal", "url": "http://127.0.0.1:1", "tokenFile": "/t"}},
                 "issuers": [], "bind": "%s", "publicUrl": "%s", "proxyUrl": "http://localhost", "artifactsDir": "/a",
                 "sealKeyFile": "/k", "actionPrivateKeyFile": "/k", "servicePublicKeyFile": "/k"%s}""";
        String tls = ", \"tls\": {\"certificateFile\": \"/c\", \"keyFile\": \"/k\"}";
        assertThatThrownBy(() -> read(settings.formatted("0.0.0.0", "https://slipway.example.org", "")))
                .hasStackTraceContaining("without 'tls' the API listens on loopback only, not on 0.0.0.0");
        assertThatThrownBy(() -> read(settings.formatted("127.0.0.1", "http://slipway.example.org", "")))
                .hasStackTraceContaining("publicUrl must be https");
        assertThat(read(settings.formatted("0.0.0.0", "https://slipway.example.org", tls))
                        .tls())
                .isNotNull();
        assertThat(read(settings.formatted("127.0.0.1", "https://slipway.example.org", ""))
                        .bind())
                .isEqualTo("127.0.0.1");
    }

    private static ApiServerConfiguration read(String settings) {
        return ModelJson.read(settings, ApiServerConfiguration.class);
    }

    private static void refused(TlsFiles files, String why) {
        assertThatThrownBy(() -> files.load("password".toCharArray()))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET_UNAVAILABLE))
                .hasMessageContaining(why);
    }

    private static HttpResponse<String> get(URI address, Certificate trusted, String protocol) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("it", trusted);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(parameters)
                .build()) {
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    private static void await(Condition condition) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (SSLHandshakeException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
