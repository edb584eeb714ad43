package dev.slipway.stack.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A visitor who asks for the page 50 times a second and counts what goes wrong. */
public final class Poller implements AutoCloseable {
    private static final int PER_SECOND = 50;
    private static final Pattern VERSION = Pattern.compile("version ([0-9.]+)");

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final HttpRequest request;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> versions = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new LinkedHashMap<>();

    /**
     * Makes a visitor.
     *
     * @param proxyUrl address of the proxy
     * @param host name of the service's host
     */
    public Poller(String proxyUrl, String host) {
        this.request = HttpRequest.newBuilder(URI.create(proxyUrl + "/"))
                .timeout(Duration.ofSeconds(5))
                .header("host", host)
                .build();
    }

    /** Begins to ask. */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with its executor
    public Poller start() {
        long period = TimeUnit.SECONDS.toMicros(1) / PER_SECOND;
        clock.scheduleAtFixedRate(this::ask, 0, period, TimeUnit.MICROSECONDS);
        return this;
    }

    /** Asks once and returns the version the page shows, empty when it cannot be had. */
    public Optional<String> once() {
        try {
            return version(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Ends and says what was seen. */
    public Seen stop() {
        clock.shutdown();
        try {
            synchronized (versions) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                while (open.get() > 0 && System.nanoTime() < end) {
                    versions.wait(100);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (versions) {
            return new Seen(asked.get(), Map.copyOf(versions), Map.copyOf(failures));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is counted when it comes
    private void ask() {
        asked.incrementAndGet();
        open.incrementAndGet();
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((response, failure) -> {
            synchronized (versions) {
                if (failure != null) {
                    failures.merge(String.valueOf(failure.getMessage()), 1, Integer::sum);
                } else if (response.statusCode() != 200) {
                    failures.merge("status " + response.statusCode(), 1, Integer::sum);
                } else {
                    versions.merge(version(response).orElse("?"), 1, Integer::sum);
                }
                open.decrementAndGet();
                versions.notifyAll();
            }
        });
    }

    private static Optional<String> version(HttpResponse<String> response) {
        Matcher matcher = VERSION.matcher(response.body());
        return response.statusCode() == 200 && matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * What a visitor saw.
     *
     * @param asked requests sent
     * @param versions answers by version
     * @param failures what went wrong, by kind
     */
    public record Seen(int asked, Map<String, Integer> versions, Map<String, Integer> failures) {
        /** Requests that got no page. */
        public int failed() {
            return failures.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** One line for people. */
        public String text() {
            String bad = failed() == 0 ? "0 failed" : failed() + " failed " + failures;
            return asked + " requests, " + bad + ", versions "
                    + versions.keySet().stream().sorted().toList();
        }
    }
}
