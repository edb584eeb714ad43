package dev.slipway.scheduler.proxy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.scheduler.testing.FakeAgent.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server behind each allocation; it answers with the version. */
final class WebServers implements Workload, AutoCloseable {
    private final Map<String, HttpServer> servers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public int start(Assignment assignment) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
            byte[] body = ("version " + assignment.version()).getBytes(StandardCharsets.UTF_8);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            servers.put(assignment.allocationId(), server);
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop(String allocationId) {
        HttpServer server = servers.remove(allocationId);
        if (server != null) {
            server.stop(0);
        }
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
