package dev.slipway.client;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Makes calls: bounded in time and size, repeated only where that is harmless. */
final class Transport implements AutoCloseable {
    private static final int LARGEST_ANSWER = 32 << 20;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(10);
    private final ClientSettings settings;
    private final HttpClient http;
    private final Backoff backoff;

    Transport(ClientSettings settings) {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER);
        if (settings.authorities() != null) {
            builder.sslContext(Authorities.context(settings.authorities()));
        }
        this.http = builder.build();
        this.backoff = new Backoff(settings.firstBackoff());
    }

    ClientSettings settings() {
        return settings;
    }

    /** The whole answer, when its status is 200 to 299. */
    Reply send(Call call) {
        return retrying(call, () -> {
            HttpResponse<byte[]> response = exchange(
                    call, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER), settings.requestTimeout());
            requireSuccess(call, response, response.body());
            return new Reply(response.statusCode(), response.headers(), response.body());
        });
    }

    /** The body as it comes, when the status is 200 to 299; the caller closes it. */
    OpenReply open(Call call) {
        return retrying(call, () -> {
            HttpResponse<Opened> response = exchange(call, Opened.HANDLER, settings.requestTimeout());
            requireSuccess(call, response, response.body().problem());
            return new OpenReply(response.headers(), response.body().stream());
        });
    }

    private <T> T retrying(Call call, Supplier<T> attempt) {
        for (int failures = 1; ; failures++) {
            try {
                return attempt.get();
            } catch (ApiException e) {
                if (failures >= settings.attempts() || !repeatable(call.retry(), e)) {
                    throw e;
                }
                waitBefore(e, failures);
            }
        }
    }

    private void waitBefore(ApiException failure, int failures) {
        Duration wait = failure.retryAfter()
                .map(asked -> asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked)
                .orElseGet(() -> backoff.after(failures));
        try {
            if (!backoff.pause(wait)) {
                throw failure;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static boolean repeatable(Retry retry, ApiException failure) {
        boolean refused = failure.status() == 429 || failure.status() == 503;
        return switch (retry) {
            case REPEATABLE -> refused || failure.status() == 0 && failure.code() != ErrorCode.CANCELLED;
            case UNSENT -> refused || failure.getCause() instanceof ConnectException;
            case NEVER -> false;
        };
    }

    private <T> HttpResponse<T> exchange(Call call, BodyHandler<T> handler, Duration usual) {
        Duration limit = Optional.ofNullable(call.timeout()).orElse(usual);
        CompletableFuture<HttpResponse<T>> pending = http.sendAsync(request(call, limit), handler);
        try {
            return pending.get(limit.plus(settings.connectTimeout()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            pending.cancel(true);
            throw interrupted(e);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw ApiException.unreachable(describe(call) + " was not answered within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw unreachable(call, e.getCause() == null ? e : e.getCause());
        }
    }

    private HttpRequest request(Call call, Duration limit) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(target(call)).timeout(limit);
        builder.method(call.method(), call.body().get());
        builder.header("User-Agent", "slipway-client");
        settings.token().get().ifPresent(token -> builder.header("Authorization", "Bearer " + checked(token.strip())));
        call.headers().forEach(builder::header);
        return builder.build();
    }

    private static String checked(String token) {
        if (token.isEmpty() || !token.chars().allMatch(each -> each > ' ' && each < 127)) {
            throw new SlipwayException(
                    ErrorCode.TOKEN_MALFORMED, "the token is empty or holds characters no token has");
        }
        return token;
    }

    private URI target(Call call) {
        String base = settings.baseUrl().toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + call.path());
    }

    private static void requireSuccess(Call call, HttpResponse<?> response, byte[] body) {
        if (!successful(response.statusCode())) {
            throw Failures.of(describe(call), response.statusCode(), response.headers(), body);
        }
    }

    private ApiException unreachable(Call call, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            ConnectException unsent = new ConnectException(why);
            unsent.initCause(cause);
            return ApiException.unreachable("no connection to " + settings.baseUrl() + " (" + why + ")", unsent);
        }
        return ApiException.unreachable(describe(call) + " was cut off: " + why, cause);
    }

    private static ApiException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ApiException(0, ErrorCode.CANCELLED, "interrupted while waiting", List.of(), null, null, e);
    }

    static boolean successful(int status) {
        return status >= 200 && status < 300;
    }

    private static String describe(Call call) {
        return call.method() + " " + call.path();
    }

    @Override
    public void close() {
        backoff.close();
        http.shutdownNow();
    }
}
