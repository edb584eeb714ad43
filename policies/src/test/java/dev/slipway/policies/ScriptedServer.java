package dev.slipway.policies;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** An HTTP server that answers every call as told and remembers what it was sent; stands in for broken engines. */
final class ScriptedServer implements AutoCloseable {
    static final String ALLOW = decision("{\"allow\":true,\"deny\":[],\"warn\":[],\"revision\":\"r1\"}");
    static final String DENY =
            decision("{\"allow\":false,\"deny\":[{\"rule\":\"a.b\",\"message\":\"no c\",\"help\":\"use d\"}],"
                    + "\"warn\":[],\"revision\":\"r2\"}");

    private final HttpServer server;
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> tokens = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Answer> answer = new AtomicReference<>(new Answer(200, ALLOW));

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            Answer once = next.poll();
            Answer told = once == null ? answer.get() : once;
            byte[] bytes = told.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(told.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private record Answer(int status, String body) {}

    static String decision(String result) {
        return "{\"result\":" + result + "}";
    }

    void answer(int status, String body) {
        answer.set(new Answer(status, body));
    }

    /** For one call only. */
    void answerOnce(int status, String body) {
        next.add(new Answer(status, body));
    }

    int calls() {
        return bodies.size();
    }

    Queue<String> bodies() {
        return bodies;
    }

    Queue<String> tokens() {
        return tokens;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
