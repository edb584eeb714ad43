package dev.slipway.scheduler.proxy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a service 50 times a second through the proxy and keeps count of what went wrong. */
final class Poller implements AutoCloseable {
    private static final int PER_SECOND = 50;

    static {
        // Names below localhost are not resolved everywhere, so the name goes into the header alone.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4);
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private volatile String last = "";

    Poller(int port, String host) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .header("Host", host + ":" + port)
                .timeout(Duration.ofSeconds(5))
                .build();
        timer.scheduleAtFixedRate(() -> ask(request), 0, 1_000 / PER_SECOND, TimeUnit.MILLISECONDS);
    }

    int answered() {
        return answered.get();
    }

    /** At most the first hundred. */
    List<String> failures() {
        return failures.stream().limit(100).toList();
    }

    Set<String> bodies() {
        return bodies;
    }

    String last() {
        return last;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.shutdownNow();
    }

    private void ask(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                answered.incrementAndGet();
                bodies.add(response.body());
                last = response.body();
            } else {
                failures.add("status " + response.statusCode());
            }
        } catch (IOException e) {
            if (!timer.isShutdown()) {
                failures.add(e.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
