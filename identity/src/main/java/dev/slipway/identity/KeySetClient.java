package dev.slipway.identity;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Fetches published key sets: 2 s for everything, 512 KiB at most, no redirects. */
final class KeySetClient implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int LARGEST = 512 << 10;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Completes within the deadline, with the usable keys or exceptionally. */
    CompletableFuture<List<VerificationKey>> fetch(URI url) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(DEADLINE)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<String>> exchange =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
        return exchange.copy()
                .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> exchange.cancel(true))
                .thenApply(KeySetClient::keys);
    }

    private static List<VerificationKey> keys(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new CompletionException(new IOException("the key set answered with status " + response.statusCode()));
        }
        try {
            return JWKSet.parse(response.body()).getKeys().stream()
                    .map(VerificationKey::of)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (ParseException e) {
            throw new CompletionException(new IOException("the key set cannot be read", e));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
