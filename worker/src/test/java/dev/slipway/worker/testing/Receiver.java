package dev.slipway.worker.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver of posts on loopback: remembers what came and misbehaves as told, then says 200. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What a receiver does with one post. */
    @FunctionalInterface
    public interface Behaviour {
        void on(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /**
     * One post as it arrived.
     *
     * @param headers by lower-case name
     * @param nanos when, see {@link System#nanoTime}
     */
    public record Post(String path, Map<String, String> headers, String body, long nanos) {}

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** Does these things with the next posts, in this order. */
    public Receiver then(Behaviour... behaviours) {
        script.addAll(List.of(behaviours));
        return this;
    }

    /** Answers with a status and no body. */
    public static Behaviour status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** Points elsewhere. */
    public static Behaviour redirect(String address) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", address);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Cuts the connection without an answer. */
    public static Behaviour reset() {
        return HttpExchange::close;
    }

    /** Takes the post and never answers. */
    public Behaviour silence() {
        return exchange -> closing.await();
    }

    /** Begins an answer and never ends it. */
    public Behaviour dripping() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            closing.await();
        };
    }

    /** Host and port. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public String url() {
        return "http://" + host() + "/hook";
    }

    /** The next post, waited for at most 45 s. */
    public Post next() throws InterruptedException {
        Post post = posts.poll(45, TimeUnit.SECONDS);
        if (post == null) {
            throw new AssertionError("nothing was posted");
        }
        return post;
    }

    /** How many posts nobody has looked at. */
    public int waiting() {
        return posts.size();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        long nanos = System.nanoTime();
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posts.add(new Post(exchange.getRequestURI().getPath(), headers, body, nanos));
            Behaviour behaviour = script.poll();
            (behaviour == null ? status(200) : behaviour).on(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
