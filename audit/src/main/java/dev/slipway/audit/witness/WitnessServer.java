package dev.slipway.audit.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A witness on a loopback port: {@code POST /add-checkpoint}, {@code GET /checkpoint}, {@code GET /health/ready}. */
public final class WitnessServer implements AutoCloseable {
    private static final int LARGEST_BODY = 1 << 16;
    private static final String SIZE = "text/x.tlog.size";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Witness witness;

    /** @param port 0 for any free one */
    public WitnessServer(Witness witness, int port) throws IOException {
        this.witness = witness;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/add-checkpoint", this::add);
        server.createContext("/checkpoint", this::checkpoint);
        server.createContext("/health/ready", exchange -> answer(exchange, 200, TEXT, "ok\n"));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void add(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 405, TEXT, "POST it\n");
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            answer(exchange, 413, TEXT, "larger than 64 KiB\n");
            return;
        }
        switch (witness.add(new String(body, StandardCharsets.UTF_8))) {
            case WitnessAnswer.Cosigned cosigned -> answer(exchange, 200, TEXT, cosigned.line() + "\n");
            case WitnessAnswer.Behind behind -> answer(exchange, 409, SIZE, behind.size() + "\n");
            case WitnessAnswer.Refused refused -> answer(exchange, refused.status(), TEXT, refused.text() + "\n");
        }
    }

    private void checkpoint(HttpExchange exchange) throws IOException {
        String note = witness.checkpoint().orElse("");
        answer(exchange, note.isEmpty() ? 404 : 200, TEXT, note.isEmpty() ? "none yet\n" : note);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
