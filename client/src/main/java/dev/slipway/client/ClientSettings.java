package dev.slipway.client;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Loopback;
import dev.slipway.model.SlipwayException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server.
 *
 * @param baseUrl scheme, host and port; plain {@code http} only for this machine, because a token would travel in clear
 * @param token bearer token asked for anew with each call; empty for calls without one
 * @param connectTimeout longest wait for a connection
 * @param requestTimeout longest wait for a whole answer; transfers of artifacts and long polls have their own
 * @param attempts tries of a call that may be repeated, 1 and up
 * @param firstBackoff mean wait before the second try; doubles with each further one, at most 2 s
 * @param authorities PEM file of the certificates that may vouch for the server; those of the platform when null
 */
public record ClientSettings(
        URI baseUrl,
        Supplier<Optional<String>> token,
        Duration connectTimeout,
        Duration requestTimeout,
        int attempts,
        Duration firstBackoff,
        @Nullable Path authorities) {

    public ClientSettings {
        requireNonNull(baseUrl, "baseUrl is null");
        requireNonNull(token, "token is null");
        requireNonNull(connectTimeout, "connectTimeout is null");
        requireNonNull(requestTimeout, "requestTimeout is null");
        requireNonNull(firstBackoff, "firstBackoff is null");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1");
        }
        requireSafe(baseUrl);
    }

    /** Defaults: 5 s to connect, 30 s per call, 4 tries. */
    public static ClientSettings of(URI baseUrl, Supplier<Optional<String>> token) {
        return new ClientSettings(
                baseUrl, token, Duration.ofSeconds(5), Duration.ofSeconds(30), 4, Duration.ofMillis(100), null);
    }

    /** The same with a token. */
    public ClientSettings signedBy(Supplier<Optional<String>> source) {
        return new ClientSettings(baseUrl, source, connectTimeout, requestTimeout, attempts, firstBackoff, authorities);
    }

    /** The same with certificates of its own choice; null leaves it to the platform. */
    public ClientSettings trusting(@Nullable Path pem) {
        return new ClientSettings(baseUrl, token, connectTimeout, requestTimeout, attempts, firstBackoff, pem);
    }

    /** As {@link #of}, with a token that never changes. */
    public static ClientSettings withToken(URI baseUrl, String token) {
        return of(baseUrl, () -> Optional.of(token));
    }

    /** As {@link #of}, without a token. */
    public static ClientSettings anonymous(URI baseUrl) {
        return of(baseUrl, Optional::empty);
    }

    private static void requireSafe(URI url) {
        String host = url.getHost();
        if (host == null || url.getScheme() == null) {
            throw refused(url, "is not an address; write for example http://127.0.0.1:7000 or https://slipway.example");
        }
        boolean local = Loopback.is(host) || host.endsWith(".localhost");
        switch (url.getScheme()) {
            case "https" -> {}
            case "http" -> {
                if (!local) {
                    throw refused(url, "is plain http to another machine; use https");
                }
            }
            default -> throw refused(url, "must begin with https:// or http://");
        }
    }

    private static SlipwayException refused(URI url, String why) {
        return new SlipwayException(ErrorCode.VALIDATION_FAILED, "the server address '" + url + "' " + why);
    }

    @Override
    public String toString() {
        return "ClientSettings[" + baseUrl + "]";
    }
}
