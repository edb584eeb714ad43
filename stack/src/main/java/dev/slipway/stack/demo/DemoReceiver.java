package dev.slipway.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.ModelJson;
import dev.slipway.stack.SecretFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outside world of the demonstration: the forge that receives commit statuses and the scanner that is asked before a
 * stage is done. Both check the signature of what they get, see the Standard Webhooks specification.
 */
public final class DemoReceiver implements AutoCloseable {
    /** Secret the forge shares with Slipway. */
    public static final String STATUS_KEY = "status-key";

    /** Secret the scanner shares with Slipway. */
    public static final String SCAN_KEY = "scan-key";

    private static final Logger LOG = LoggerFactory.getLogger(DemoReceiver.class);

    private final SecretFiles secrets;
    private final Path journal;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * Starts both.
     *
     * @param journal file that gets one JSON line per accepted message
     */
    public DemoReceiver(SecretFiles secrets, int port, Path journal) throws IOException {
        this.secrets = secrets;
        this.journal = journal;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/status", exchange -> receive(exchange, STATUS_KEY, false));
        server.createContext("/scan", exchange -> receive(exchange, SCAN_KEY, true));
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }

    private void receive(HttpExchange exchange, String key, boolean answer) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!signed(exchange, body, key)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            JsonNode message = ModelJson.read(new String(body, StandardCharsets.UTF_8), JsonNode.class);
            write(exchange, message);
            exchange.sendResponseHeaders(202, -1);
            if (answer) {
                passed(message);
            }
        }
    }

    private boolean signed(HttpExchange exchange, byte[] body, String key) {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String time = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String given = exchange.getRequestHeaders().getFirst("webhook-signature");
        if (id == null || time == null || given == null) {
            return false;
        }
        String expected = "v1," + signature(key, id + "." + time + ".", body);
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
    }

    private String signature(String key, String prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            String secret = secrets.read(secrets.token(key));
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing from this Java platform", e);
        }
    }

    private synchronized void write(HttpExchange exchange, JsonNode message) throws IOException {
        String line = ModelJson.write(ModelJson.mapper()
                .createObjectNode()
                .put("path", exchange.getRequestURI().getPath())
                .put("id", exchange.getRequestHeaders().getFirst("webhook-id"))
                .set("message", message));
        Files.writeString(journal, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is logged, nobody waits for it
    private void passed(JsonNode message) {
        String address = message.path("callbackUrl").asText("");
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(10))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"outcome\":\"passed\",\"detail\":{\"text\":\"no findings\"}}"))
                .build();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((response, failure) -> LOG.info(
                        "answered {}: {}", address, failure == null ? response.statusCode() : failure.getMessage()));
    }
}
