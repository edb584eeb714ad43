package dev.slipway.apiserver.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.main.ApiServer;
import dev.slipway.apiserver.main.ApiServerConfiguration;
import dev.slipway.apiserver.main.ApiServerConfiguration.Policies;
import dev.slipway.apiserver.tls.TlsFiles;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.ServiceTokens;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SecretFile;
import dev.slipway.model.ServicePrincipals;
import dev.slipway.store.DatabaseSettings;
import dev.slipway.store.testing.TestingDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One API with a database of its own. */
public final class Api implements AutoCloseable {
    private final TestingDatabase database;
    private final ApiServer server;
    private final Path publicKey;
    private final ServiceTokens services;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Api(TestingDatabase database, ApiServer server, Path publicKey, Path serviceKey) {
        this.database = database;
        this.server = server;
        this.publicKey = publicKey;
        this.services = ServiceTokens.of(serviceKey, Clock.systemUTC());
    }

    public static Api start() {
        return start(500);
    }

    public static Api start(long heartbeatMillis) {
        return start(heartbeatMillis, null);
    }

    /** @param tls null for plain connections */
    public static Api start(long heartbeatMillis, @Nullable TlsFiles tls) {
        try {
            TestingDatabase database = TestingDatabase.create();
            Path folder = Files.createTempDirectory(Parts.folder(), "api");
            Path password = folder.resolve("password");
            SecretFile.create(password, TestingDatabase.password());
            KeyFiles.Pair keys = KeyFiles.generateEd25519(folder, "action");
            KeyFiles.Pair service = KeyFiles.generateEd25519(folder, "service");
            ApiServer server = ApiServer.start(new ApiServerConfiguration(
                    new DatabaseSettings(database.url(), "slipway_api", password, 10),
                    new DatabaseSettings(database.url(), "slipway_recorder", password, 4),
                    new Policies(Parts.policy().settings()),
                    List.of(Parts.identity().settings()),
                    "127.0.0.1",
                    0,
                    0,
                    "http://127.0.0.1",
                    "http://localhost:8088",
                    "http://localhost:8233",
                    folder.resolve("artifacts"),
                    KeyFiles.generateSealKey(folder, "seal"),
                    keys.privateKey(),
                    service.publicKey(),
                    heartbeatMillis,
                    tls));
            return new Api(database, server, keys.publicKey(), service.privateKey());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TestingDatabase database() {
        return database;
    }

    /** Public half of the key that signs actions. */
    public Path actionPublicKey() {
        return publicKey;
    }

    /** A token as the worker signs it. */
    public String schedule(String project, String pipeline) {
        return services.sign(ServicePrincipals.schedule(project, pipeline));
    }

    public int port() {
        return server.port();
    }

    public int adminPort() {
        return server.adminPort();
    }

    public IdentityProvider identity() {
        return Parts.identity();
    }

    public String operator() {
        return Parts.identity().token("olga", "operators");
    }

    public String developer() {
        return Parts.identity().token("dora", "developers");
    }

    public String lead() {
        return Parts.identity().token("lars", "leads");
    }

    public Reply get(String path, String token) {
        return call("GET", path, token, null);
    }

    public Reply post(String path, String token, Object body) {
        return post(path, token, body, UUID.randomUUID().toString());
    }

    public Reply post(String path, String token, Object body, String key) {
        return call("POST", path, token, body, "Idempotency-Key", key);
    }

    /** A call with a JSON body; headers are pairs of name and value. */
    public Reply call(String method, String path, @Nullable String token, @Nullable Object body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        byte[] bytes = new byte[0];
        if (body != null) {
            String text = body instanceof String string ? string : ModelJson.write(body);
            bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            if (!all.contains("Content-Type")) {
                all.addAll(List.of("Content-Type", "application/json"));
            }
        }
        return send(method, path, token, bytes, all.toArray(String[]::new));
    }

    public Reply send(String method, String path, @Nullable String token, byte[] body, String... headers) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request(method, path, token, body, headers), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer that does not end by itself. */
    public InputStream open(String path, String token, String accept) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(request("GET", path, token, new byte[0], "Accept", accept), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        return response.body();
    }

    /** Rows of a table. */
    public long count(String table) {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one());
    }

    /** One value of the database. */
    public <T> T value(Class<T> type, String sql, Object... arguments) {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.select(sql, arguments).mapTo(type).one());
    }

    public void execute(String sql, Object... arguments) {
        database.owner().jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    public JsonNode json(String sql, Object... arguments) {
        return value(JsonNode.class, sql, arguments);
    }

    @Override
    public void close() {
        http.close();
        server.close();
        database.close();
    }

    private HttpRequest request(String method, String path, @Nullable String token, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
