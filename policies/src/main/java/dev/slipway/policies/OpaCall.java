package dev.slipway.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.PolicyAnswer;
import dev.slipway.model.spi.PolicyAnswer.Fault;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import dev.slipway.model.spi.PolicyQuestion;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One HTTP exchange with an OPA server, over after the time limit whatever the server does. */
final class OpaCall implements AutoCloseable {
    private static final int LARGEST_ANSWER = 1 << 20;

    private final HttpClient http;
    private final URI url;
    private final String authorization;
    private final Duration timeout;

    OpaCall(URI url, String token, Duration timeout) {
        this.url = url;
        this.authorization = "Bearer " + token;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The request body: OPA's {@code input} is the question's input with the question's name in it. */
    static String body(PolicyQuestion question) {
        ObjectNode input = ModelJson.mapper().createObjectNode();
        if (question.input() instanceof ObjectNode fields) {
            input.setAll(fields);
        } else {
            input.set("value", question.input());
        }
        input.put("question", question.name());
        return ModelJson.write(ModelJson.mapper().createObjectNode().set("input", input));
    }

    PolicyAnswer send(String body) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(request, bounded());
        try {
            HttpResponse<String> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return AnswerReader.read(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            return new Unavailable(Fault.TIMEOUT, "no whole answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            return interrupted();
        } catch (ExecutionException e) {
            return failure(e.getCause() == null ? e : e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    static PolicyAnswer interrupted() {
        Thread.currentThread().interrupt();
        return new Unavailable(Fault.TIMEOUT, "the wait was interrupted");
    }

    // A body announced as too large is refused as it is announced; one that only grows too large ends the exchange.
    private static BodyHandler<String> bounded() {
        BodyHandler<String> limited = BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER);
        return info -> info.headers().firstValueAsLong("content-length").orElse(0) > LARGEST_ANSWER
                ? BodySubscribers.replacing("the answer is larger than 1 MiB")
                : limited.apply(info);
    }

    private static PolicyAnswer failure(Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException e -> new Unavailable(Fault.TIMEOUT, String.valueOf(e.getMessage()));
            case ProtocolException e -> new Unavailable(Fault.MALFORMED, "not HTTP: " + e.getMessage());
            default -> new Unavailable(Fault.UNREACHABLE, String.valueOf(cause));
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
