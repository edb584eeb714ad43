package dev.slipway.worker.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.identity.KeyFiles;
import dev.slipway.model.SecretFile;
import dev.slipway.policies.OpaSettings;
import dev.slipway.scheduler.proxy.ProxySettings;
import dev.slipway.store.DatabaseSettings;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.worker.testing.Await;
import dev.slipway.worker.testing.DevelopmentServer;
import dev.slipway.worker.testing.Receiver;
import dev.slipway.workflows.api.TemporalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole worker in this process; Temporal is a server of its own. */
final class TestWorkerProcess {
    /** Generous: what is asked is that it ends by itself, not how fast. */
    private static final Duration BOUND = Duration.ofSeconds(40);

    private static final Pattern THREAD = Pattern.compile("^#\\d+ \"(.*?)\"");

    /** Of the Java platform, and of the client and server that look at the worker. */
    private static final Pattern SHARED = Pattern.compile(
            "^(|Common-Cleaner|process reaper.*|Attach.*" + "|(ForkJoinPool|VirtualThread|HttpClient|grpc-).*)$");

    @TempDir
    Path folder;

    private TestingDatabase database;
    private DevelopmentServer temporal;

    @BeforeEach
    void open() throws IOException {
        database = TestingDatabase.create();
        database.worker().close();
        database.recorder().close();
        temporal = new DevelopmentServer(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        temporal.close();
        database.close();
    }

    @Test
    @Timeout(180)
    void isReadyWhenItSaysSoAndLeavesNothingBehind() throws Exception {
        int port = DevelopmentServer.freePort();
        Set<String> before = threads();
        WorkerProcess worker = WorkerProcess.start(configuration(port));
        assertThat(ready(port)).isEqualTo(200);
        assertThat(threads()).isNotEqualTo(before);
        worker.close();
        Set<String> left = new TreeSet<>(threads());
        left.removeAll(before);
        Await.until("every thread of the worker has ended: " + left, () -> before.containsAll(threads()));
        assertThatThrownBy(() -> ready(port)).isInstanceOf(IOException.class);
        Await.until("every connection is given back", () -> connections() == 0);
    }

    @Test
    @Timeout(180)
    void isNotReadyBeforeTheProxyHasAConfigurationToStartWith() throws Exception {
        int port = DevelopmentServer.freePort();
        Path file = folder.resolve("haproxy.cfg");
        Path refusing = Path.of("/bin/false");
        try (WorkerProcess worker = WorkerProcess.start(proxying(port, refusing, file))) {
            assertThat(ready(port)).isEqualTo(503);
            Files.writeString(file, "written by an earlier worker");
            assertThat(ready(port)).isEqualTo(200);
            assertThat(worker).isNotNull();
        }
    }

    private WorkerConfiguration proxying(int port, Path haproxy, Path file) throws IOException {
        WorkerConfiguration plain = configuration(port);
        return new WorkerConfiguration(
                plain.database(),
                plain.recorderDatabase(),
                plain.temporal(),
                plain.policies(),
                plain.dataDir(),
                plain.artifactsDir(),
                plain.sealKeyFile(),
                plain.actionPublicKeyFile(),
                plain.servicePrivateKeyFile(),
                plain.apiUrl(),
                plain.callbackUrl(),
                new ProxySettings(haproxy, file, folder.resolve("haproxy.sock"), DevelopmentServer.freePort()),
                null,
                plain.outboundNetworks(),
                port,
                null,
                0,
                plain.audit());
    }

    @Test
    @Timeout(180)
    void endsInBoundedTimeWhileAReceiverHoldsAPost() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.then(receiver.silence());
            WorkerProcess worker = WorkerProcess.start(configuration(DevelopmentServer.freePort()));
            database.owner().useTransaction(handle -> {
                handle.execute("insert into project (name, spec) values ('shop', cast(? as jsonb))", """
                        {"outbound": {"allowedHosts": ["%s"]}}""".formatted(
                                receiver.host()));
                handle.execute(
                        "insert into outbox (kind, key, target, payload) values"
                                + " ('webhook', 'k', 't', cast(? as jsonb))",
                        """
                        {"project": "shop", "url": "%s", "body": {}}""".formatted(receiver.url()));
            });
            receiver.next();
            Thread closing = Thread.ofVirtual().start(worker::close);
            assertThat(closing.join(BOUND)).isTrue();
            assertThat(undelivered()).as("left for the next worker").isEqualTo(1);
        }
    }

    @Test
    @Timeout(180)
    void whatWasStartedIsStoppedWhenItCannotBeStarted() throws Exception {
        int port = DevelopmentServer.freePort();
        WorkerConfiguration whole = configuration(port);
        WorkerConfiguration broken = new WorkerConfiguration(
                whole.database(),
                whole.recorderDatabase(),
                whole.temporal(),
                whole.policies(),
                whole.dataDir(),
                whole.artifactsDir(),
                folder.resolve("no-such-key"),
                whole.actionPublicKeyFile(),
                whole.servicePrivateKeyFile(),
                whole.apiUrl(),
                whole.callbackUrl(),
                null,
                null,
                whole.outboundNetworks(),
                port,
                null,
                0,
                whole.audit());
        assertThatThrownBy(() -> WorkerProcess.start(broken)).hasMessageContaining("no-such-key");
        assertThatThrownBy(() -> ready(port)).isInstanceOf(IOException.class);
        Await.until("every connection is given back", () -> connections() == 0);
    }

    private WorkerConfiguration configuration(int healthPort) throws IOException {
        Path password = folder.resolve("password-" + healthPort);
        SecretFile.create(password, TestingDatabase.password());
        Path token = folder.resolve("token-" + healthPort);
        SecretFile.create(token, "token");
        NoteSigner.generate("example.org/log", KeyKind.LOG).write(folder, "audit-" + healthPort);
        OpaSettings engine = new OpaSettings("internal", URI.create("http://127.0.0.1:1"), token);
        return new WorkerConfiguration(
                new DatabaseSettings(database.url(), "slipway_worker", password, 12),
                new DatabaseSettings(database.url(), "slipway_recorder", password, 2),
                new TemporalSettings("127.0.0.1:" + temporal.port(), "default", "http://127.0.0.1:1"),
                new WorkerConfiguration.Policies(engine, engine),
                folder.resolve("data"),
                folder.resolve("artifacts"),
                KeyFiles.generateSealKey(folder, "seal-" + healthPort),
                KeyFiles.generateEd25519(folder, "actions-" + healthPort).publicKey(),
                KeyFiles.generateEd25519(folder, "service-" + healthPort).privateKey(),
                URI.create("http://127.0.0.1:1"),
                URI.create("http://127.0.0.1:1"),
                null,
                null,
                List.of("127.0.0.0/8"),
                healthPort,
                null,
                0,
                new WorkerConfiguration.Audit(folder.resolve("audit-" + healthPort + ".key"), null, null, null));
    }

    private static int ready(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + port + "/health/ready");
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private int undelivered() {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from outbox where done_at is null")
                        .mapTo(Integer.class)
                        .one());
    }

    /** Connections of the worker's roles; the fixture's own were closed. */
    private int connections() {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                select count(*) from pg_stat_activity where datname = current_database()
                                    and usename in ('slipway_worker', 'slipway_recorder')""").mapTo(Integer.class).one());
    }

    /** Names of all threads, virtual ones too; those the Java platform shares are nobody's. */
    private Set<String> threads() {
        Path dump = folder.resolve("threads-" + System.nanoTime());
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            Set<String> names = new TreeSet<>();
            for (String line : Files.readAllLines(dump)) {
                Matcher thread = THREAD.matcher(line);
                if (thread.find() && !SHARED.matcher(thread.group(1)).find()) {
                    names.add(thread.group(1));
                }
            }
            Files.delete(dump);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
