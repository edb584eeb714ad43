package dev.slipway.test.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody outside who gets posts and checks their signature as the Standard Webhooks specification says. */
public final class Receiver implements AutoCloseable {
    private static final byte[] KEY = "a key of 24 bytes or more".getBytes(StandardCharsets.UTF_8);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    /**
     * A post that arrived.
     *
     * @param signed whether signature and time were good
     */
    public record Message(String path, String id, boolean signed, JsonNode body) {}

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** The secret as a user stores it. */
    public static String secret() {
        return "whsec_" + Base64.getEncoder().encodeToString(KEY);
    }

    /** Host and port. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://" + host() + path;
    }

    /** What a GET of {@code path} gets from now on; 404 before. */
    public void answer(String path, String json) {
        answers.put(path, json);
    }

    public List<Message> at(String path) {
        return messages.stream().filter(message -> message.path().equals(path)).toList();
    }

    /** The first post to {@code path} whose body has {@code value} in {@code field}. */
    public Message await(String path, String field, String value) {
        return RunningStack.await(
                "a post to " + path + " with " + field + " " + value,
                60,
                () -> at(path).stream()
                        .filter(message -> message.body().path(field).asText().equals(value))
                        .findFirst());
    }

    /** Posts JSON somewhere and returns the status. */
    public static int post(String address, String json) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("POST")) {
                JsonNode message = ModelJson.read(new String(body, StandardCharsets.UTF_8), JsonNode.class);
                String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
                messages.add(new Message(path, id, signed(exchange.getRequestHeaders(), id, body), message));
                exchange.sendResponseHeaders(202, -1);
            } else if (answers.containsKey(path)) {
                byte[] answer = answers.get(path).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static boolean signed(Headers headers, String id, byte[] body) {
        String time = String.valueOf(headers.getFirst("webhook-timestamp"));
        Instant at = Instant.ofEpochSecond(Long.parseLong(time));
        boolean fresh = Duration.between(at, Instant.now()).abs().compareTo(TOLERANCE) < 0;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            return fresh && expected.equals(headers.getFirst("webhook-signature"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
