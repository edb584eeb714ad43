package dev.slipway.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The key endpoint of an identity provider that can rotate, break, hang and go away. */
final class KeyServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<Answer> answer = new AtomicReference<>(new Answer(200, "{\"keys\":[]}"));
    private final AtomicBoolean headersFirst = new AtomicBoolean();
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

    KeyServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            fetches.incrementAndGet();
            byte[] body = answer.get().body().getBytes(StandardCharsets.UTF_8);
            if (headersFirst.get()) {
                exchange.sendResponseHeaders(answer.get().status(), body.length);
                exchange.getResponseBody().flush();
                awaitGate();
            } else {
                awaitGate();
                exchange.sendResponseHeaders(answer.get().status(), body.length);
            }
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private record Answer(int status, String body) {}

    private void awaitGate() {
        try {
            if (!gate.get().await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void publish(TestKey... keys) {
        ArrayNode list = ModelJson.mapper().createArrayNode();
        for (TestKey key : keys) {
            list.add(key.jwk());
        }
        ObjectNode set = ModelJson.mapper().createObjectNode();
        set.set("keys", list);
        answer(200, ModelJson.write(set));
    }

    void answer(int status, String body) {
        answer.set(new Answer(status, body));
    }

    /** From now on nobody gets an answer until the latch is counted down. */
    CountDownLatch hang() {
        CountDownLatch latch = new CountDownLatch(1);
        gate.set(latch);
        return latch;
    }

    /** As {@link #hang}, but status and headers are sent at once. */
    CountDownLatch hangAfterHeaders() {
        headersFirst.set(true);
        return hang();
    }

    int fetches() {
        return fetches.get();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    @Override
    public void close() {
        gate.get().countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
