package dev.slipway.agent.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Answers {@code GET /health/live} and {@code /health/ready} on loopback. */
final class HealthServer implements AutoCloseable {
    private final Optional<HttpServer> server;

    private HealthServer(Optional<HttpServer> server) {
        this.server = server;
    }

    /** Port 0 stands for none. */
    static HealthServer start(int port, BooleanSupplier ready) throws IOException {
        if (port == 0) {
            return new HealthServer(Optional.empty());
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health/live", exchange -> answer(exchange, true));
        server.createContext("/health/ready", exchange -> answer(exchange, ready.getAsBoolean()));
        server.start();
        return new HealthServer(Optional.of(server));
    }

    private static void answer(HttpExchange exchange, boolean good) throws IOException {
        byte[] body = (good ? "{\"status\":\"up\"}" : "{\"status\":\"down\"}").getBytes(UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(good ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.ifPresent(running -> running.stop(0));
    }
}
