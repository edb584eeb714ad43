package dev.slipway.client.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** A real HTTP server on loopback whose answers a test writes by hand; the last matching route wins. */
public final class EdgeServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    private EdgeServer(HttpServer server) {
        this.server = server;
    }

    /** Starts on any free port. */
    public static EdgeServer start() {
        return start(0);
    }

    /** Starts on a port, 0 for any. */
    public static EdgeServer start(int port) {
        try {
            EdgeServer edge = new EdgeServer(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200));
            edge.server.createContext("/", edge::handle);
            edge.server.setExecutor(edge.threads);
            edge.server.start();
            return edge;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Answers {@code method} on decoded paths that match the whole regular expression. */
    public EdgeServer on(String method, String path, Handler handler) {
        routes.addFirst(new Route(method, Pattern.compile(path), handler));
        return this;
    }

    /** Requests so far, in the order they came. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public List<Seen> seen(String method, String path) {
        Pattern pattern = Pattern.compile(path);
        return seen.stream()
                .filter(one -> one.method().equals(method)
                        && pattern.matcher(one.path()).matches())
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Seen request = Seen.of(exchange);
        seen.add(request);
        Answer answer = routes.stream()
                .filter(route -> route.method().equals(request.method())
                        && route.path().matcher(request.path()).matches())
                .findFirst()
                .map(route -> route.handler().answer(request))
                .orElseGet(() -> Answer.problem(404, "NOT_FOUND", "there is no such thing"));
        try (exchange) {
            send(exchange, answer);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Whole whole -> {
                whole.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(whole.status(), whole.body().length == 0 ? -1 : whole.body().length);
                exchange.getResponseBody().write(whole.body());
            }
            case Answer.Flow flow -> {
                flow.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream body = exchange.getResponseBody()) {
                    flow.writer().write(body);
                }
            }
            case Answer.Short cut -> {
                exchange.sendResponseHeaders(200, cut.promised());
                exchange.getResponseBody().write(cut.body());
                exchange.getResponseBody().flush();
            }
            case Answer.Cut cut -> exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Makes the answer to a request. */
    public interface Handler {
        Answer answer(Seen request);
    }

    private record Route(String method, Pattern path, Handler handler) {}
}
