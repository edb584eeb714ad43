package dev.slipway.test.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Everybody outside who is told something: counts what arrived, keeps its answer back when asked to. */
public final class Receiver implements AutoCloseable {
    private static final long PAUSE_NANOS = 250_000_000L;

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile String outcome = "passed";
    private volatile boolean closed;

    /** Listens on a free port of this machine. */
    public Receiver() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    /**
     * One delivery.
     *
     * @param path which receiver
     * @param id the sender's key
     * @param body bytes as text
     */
    public record Message(String path, String id, String body) {
        public JsonNode json() {
            return ModelJson.read(body, JsonNode.class);
        }
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the scanner finds from now on: passed or failed. */
    public void says(String next) {
        outcome = next;
    }

    /** From now on the scanner neither takes a message nor answers one. */
    public void hold() {
        answers = new CountDownLatch(1);
    }

    /** The scanner goes on. */
    public void release() {
        answers.countDown();
    }

    /** Everything that arrived about a run, with repeats. */
    public List<Message> about(String run) {
        return messages.stream()
                .filter(message -> message.json().path("run").asText().equals(run))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        client.close();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            Message message = new Message(path, exchange.getRequestHeaders().getFirst("webhook-id"), body);
            messages.add(message);
            if (path.equals("/scan")) {
                awaitRelease();
                Thread.ofVirtual().start(() -> answer(message));
            }
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private void awaitRelease() {
        try {
            if (!answers.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the test never let the scanner answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As a real system would, until somebody is there to hear it. */
    private void answer(Message message) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(message.json().path("callbackUrl").asText()))
                .timeout(Duration.ofSeconds(5))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"outcome\":\"" + outcome + "\",\"detail\":{\"text\":\"looked at it\"}}"))
                .build();
        while (!closed && !heard(request)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean heard(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
