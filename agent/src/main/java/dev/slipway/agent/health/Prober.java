package dev.slipway.agent.health;

import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.CheckSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks once whether a service is well. */
public final class Prober implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Empty when it is well, else why not. */
    public Optional<String> probe(CheckSpec check, Target target) throws InterruptedException {
        return switch (check.type()) {
            case HTTP -> http(check, target);
            case TCP -> tcp(check, target);
            case SCRIPT -> script(check, target);
        };
    }

    private Optional<String> http(CheckSpec check, Target target) throws InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> pending;
        try {
            HttpRequest request = HttpRequest.newBuilder(uri(check, target))
                    .timeout(check.timeout())
                    .header("User-Agent", "slipway-check")
                    .build();
            pending = http.sendAsync(request, BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            return Optional.of("the check's path is not one: " + e.getMessage());
        }
        try {
            HttpResponse<InputStream> response = pending.get(check.timeout().toNanos(), TimeUnit.NANOSECONDS);
            response.body().close();
            int status = response.statusCode();
            return status >= 200 && status < 400 ? Optional.empty() : Optional.of("status " + status);
        } catch (TimeoutException e) {
            pending.cancel(true);
            return Optional.of("no answer within " + check.timeout().toMillis() + " ms");
        } catch (ExecutionException | IOException e) {
            return Optional.of("no answer: " + e.getMessage());
        }
    }

    private static URI uri(CheckSpec check, Target target) {
        String host = target.address().contains(":") ? "[" + target.address() + "]" : target.address();
        String path = check.path().startsWith("/") ? check.path() : "/" + check.path();
        return URI.create("http://" + host + ":" + target.port() + path);
    }

    private static Optional<String> tcp(CheckSpec check, Target target) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.address(), target.port()), (int)
                    Math.clamp(check.timeout().toMillis(), 1, Integer.MAX_VALUE));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("no connection: " + e.getMessage());
        }
    }

    private static Optional<String> script(CheckSpec check, Target target) {
        try {
            int code = target.driver()
                    .exec(target.handle(), check.command(), check.timeout())
                    .exitCode();
            return code == 0 ? Optional.empty() : Optional.of(code < 0 ? "did not end in time" : "exit code " + code);
        } catch (SlipwayException | UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
